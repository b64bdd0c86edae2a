import { bandwidth } from "@lab/lab";

/** The lab's scheduler: one process and one queue with two profiles; both account for bandwidth when binding. */
export const schedulerConfig = (kubeconfig: string) => ({
	apiVersion: "kubescheduler.config.k8s.io/v1",
	kind: "KubeSchedulerConfiguration",
	clientConnection: { kubeconfig, qps: 5000, burst: 10_000 },
	leaderElection: { leaderElect: false },
	profiles: [
		{ schedulerName: "default-scheduler" },
		{ schedulerName: bandwidth.schedulerName },
	],
});
