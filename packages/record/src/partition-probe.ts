import { labels } from "./labels.ts";
import type { StepOf, TimelineStep } from "./timeline.ts";

type Partition = Pick<StepOf<"partition">, "name">;

/** Label key on the pods of a partition; its value is the number of their side. */
export const sideLabel = ({ name }: Partition): string =>
	`${labels.side}-${name}`;

/**
 * Name of the pod that tests from one side which nodes it reaches, so that the
 * nodes' own images need no tool for it.
 */
export const probePod = ({ name }: Partition, side: number): string =>
	`${name}-probe-${side}`;

/** Name and label of each probe pod: one per side of each partition. */
export const probePods = (timeline: readonly TimelineStep[]) =>
	timeline
		.filter((step) => step.kind === "partition")
		.flatMap((step) =>
			step.sides.map((_, side) => ({
				name: probePod(step, side),
				label: { [sideLabel(step)]: String(side) },
			})),
		);
