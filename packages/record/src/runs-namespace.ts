/** Namespace of what belongs to runs but not to an experiment: leases, runners in the cluster and their volumes. */
export const RUNS_NAMESPACE = "lab-runs";
