import type { StepOf, TimelineStep } from "./timeline.ts";

type Partition = Pick<StepOf<"partition">, "name">;

/** Set on the pods of a partition, with the number of their side. */
export const sideLabel = ({ name }: Partition): string =>
	`lab.vac.dev/side-${name}`;

/** The pod that tries, from one side, whom it reaches: the nodes' own images need have nothing for it. */
export const probePod = ({ name }: Partition, side: number): string =>
	`${name}-probe-${side}`;

/** One for each side of each partition. */
export const probePods = (timeline: readonly TimelineStep[]) =>
	timeline
		.filter((step) => step.kind === "partition")
		.flatMap((step) =>
			step.sides.map((_, side) => ({
				name: probePod(step, side),
				label: { [sideLabel(step)]: String(side) },
			})),
		);
