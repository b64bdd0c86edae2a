import { bandwidth } from "@lab/lab";

/** The lab's scheduler: one program, two names, one queue; both count bandwidth as it is bound. */
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
