/** Labels and annotations by which parts of the lab know each other's objects. */
export const labels = {
	/** Label: namespaces and pods of an experiment, with its name. */
	experiment: "lab.vac.dev/experiment",
	/** Annotation beside that label: when the object may go, as `2026-03-01T12:00:00Z`. */
	expires: "lab.vac.dev/expires",
} as const;
