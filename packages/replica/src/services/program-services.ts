import type { Progress } from "@lab/core";
import type { ResolvedTool } from "@lab/toolchain";
import { ensureTools } from "@lab/toolchain";
import type { Program } from "../rollout/settings.ts";
import type { Folder } from "../state/folder.ts";
import { type Service, saveMemory } from "./service.ts";

export const programPorts = [
	"kube-state-metrics",
	"kube-state-metrics-own",
	"node_exporter",
	"vm-operator",
	"vm-operator-health",
	"kyverno",
	"kyverno-own",
] as const;

export type Programs = Partial<Readonly<Record<Program, ResolvedTool>>>;

/** Exporters, which run if their bundle is in the tree and need no CRDs from it. */
export const exporters: readonly Program[] = [
	"kube-state-metrics",
	"node_exporter",
];

/** Controllers, with a CRD that their bundle must have installed before they can start. */
export const controllerKinds: Partial<Record<Program, string>> = {
	"vm-operator": "vmclusters.operator.victoriametrics.com",
	kyverno: "clusterpolicies.kyverno.io",
};

export const programTools = (
	names: readonly Program[],
	progress: Progress,
): Promise<Programs> => ensureTools(names, { progress });

/** Names of the objects of Kyverno's chart that it reads its settings from at start. */
const kyverno = {
	KYVERNO_NAMESPACE: "kyverno",
	KYVERNO_SVC: "kyverno-svc",
	KYVERNO_DEPLOYMENT: "kyverno-admission-controller",
	KYVERNO_POD_NAME: "kyverno-admission-controller",
	KYVERNO_SERVICEACCOUNT_NAME: "kyverno-admission-controller",
	KYVERNO_ROLE_NAME: "kyverno:admission-controller",
	INIT_CONFIG: "kyverno",
	METRICS_CONFIG: "kyverno-metrics",
};

/** Programs that the lab runs as pods and the replica as processes. */
export function programServices(
	folder: Folder,
	programs: Programs,
	ports: Readonly<Record<string, number>>,
): Service[] {
	const env = { ...saveMemory, KUBECONFIG: folder.kubeconfig };
	const local = (name: string) => `127.0.0.1:${ports[name]}`;
	const known: Record<Program, Omit<Service, "name" | "program">> = {
		"kube-state-metrics": {
			purpose: "exports metrics about the objects of the cluster",
			args: [
				`--kubeconfig=${folder.kubeconfig}`,
				"--host=127.0.0.1",
				`--port=${ports["kube-state-metrics"]}`,
				"--telemetry-host=127.0.0.1",
				`--telemetry-port=${ports["kube-state-metrics-own"]}`,
				"--use-apiserver-cache",
			],
			env: saveMemory,
			needs: ["kube-apiserver"],
			ready: { url: `http://${local("kube-state-metrics")}/healthz` },
			ports: ["kube-state-metrics", "kube-state-metrics-own"],
		},
		node_exporter: {
			purpose: "exports metrics about this machine",
			args: [`--web.listen-address=${local("node_exporter")}`],
			needs: [],
			ready: { url: `http://${local("node_exporter")}/` },
			ports: ["node_exporter"],
		},
		"vm-operator": {
			purpose: "turns VMCluster and similar objects into Deployments",
			args: [
				"-webhook.enable=false",
				`-metrics-bind-address=${local("vm-operator")}`,
				`-health-probe-bind-address=${local("vm-operator-health")}`,
				"-pprof-addr=",
			],
			env,
			needs: ["kube-apiserver"],
			ready: { url: `http://${local("vm-operator-health")}/ready` },
			ports: ["vm-operator", "vm-operator-health"],
		},
		kyverno: {
			purpose: "enforces the lab's policies at admission",
			args: [
				`--kubeconfig=${folder.kubeconfig}`,
				`--serverIP=${local("kyverno")}`,
				"--webhookServerHost=127.0.0.1",
				`--webhookServerPort=${ports.kyverno}`,
				"--metricsHost=127.0.0.1",
				`--metricsPort=${ports["kyverno-own"]}`,
				"--caSecretName=kyverno-svc.kyverno.svc.kyverno-tls-ca",
				"--tlsSecretName=kyverno-svc.kyverno.svc.kyverno-tls-pair",
				"--backgroundServiceAccountName=system:serviceaccount:kyverno:kyverno-background-controller",
				"--reportsServiceAccountName=system:serviceaccount:kyverno:kyverno-reports-controller",
				"--controllerRuntimeMetricsAddress=0",
			],
			env: { ...env, ...kyverno },
			needs: ["kube-apiserver"],
			ready: { url: `https://${local("kyverno")}/health/liveness` },
			ports: ["kyverno", "kyverno-own"],
		},
	};
	return (Object.entries(programs) as [Program, ResolvedTool][]).map(
		([name, { path }]) => ({ name, program: path, ...known[name] }),
	);
}
