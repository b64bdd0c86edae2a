/** Argument that names a run. */
export const runArgument = {
	name: "<run>",
	description: "id of the run, a part of it, or 'last'",
} as const;

/** Argument that names what to run. */
export const planArgument = {
	name: "<plan>",
	description: "name of an experiment, or file of a plan",
} as const;
