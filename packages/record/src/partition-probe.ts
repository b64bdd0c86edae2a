import type { StepOf } from "./timeline.ts";

/** Set on the pods of a partition, with the number of their side. */
export const sideLabel = ({ name }: Pick<StepOf<"partition">, "name">) =>
	`lab.vac.dev/side-${name}`;

/** The pod that tries, from one side, whom it reaches: the nodes' own images need have nothing for it. */
export const probePod = (
	{ name }: Pick<StepOf<"partition">, "name">,
	side: number,
) => `${name}-probe-${side}`;
