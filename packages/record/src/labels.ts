/** Labels and annotations by which parts of the lab find each other's objects. */
export const labels = {
	/** Label of an experiment's namespaces and pods: its name. */
	experiment: "lab.vac.dev/experiment",
	/** Annotation next to that label: when the object may be deleted, as `2026-03-01T12:00:00Z`. */
	expires: "lab.vac.dev/expires",
	/** Label of a run's objects: a hash of its id. Annotation: the id itself. */
	run: "lab.vac.dev/run",
	/** Annotation of a run's namespace: the cluster label that deployed its parked bundle. */
	parkedKey: "lab.vac.dev/parked-key",
	/** Label of pods: name of the headless service through which peers find them. */
	service: "lab.vac.dev/service",
	/** Annotation of a pod template: hash of its configuration, so that a change restarts the pods. */
	config: "lab.vac.dev/config",
	/** Prefix of a label of partitioned pods, followed by the partition's name: number of their side. */
	side: "lab.vac.dev/side",
} as const;
