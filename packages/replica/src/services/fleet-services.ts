import type { ResolvedTool } from "@lab/toolchain";
import type { Folder } from "../state/folder.ts";
import { type Service, saveMemory } from "./service.ts";

export const fleetTools = ["fleet", "fleetcontroller", "fleetagent"] as const;
export const fleetPorts = [
	"fleet-controller",
	"fleet-controller-health",
	"fleet-agent",
	"fleet-agent-health",
] as const;

type Tools = Readonly<Record<(typeof fleetTools)[number], ResolvedTool>>;

/** Fleet's controller and agent, which the lab runs in pods. */
export function fleetServices(
	folder: Folder,
	tools: Tools,
	ports: Readonly<Record<string, number>>,
): Service[] {
	const env = {
		...saveMemory,
		KUBECONFIG: folder.kubeconfig,
		NAMESPACE: "cattle-fleet-system",
		CATTLE_ELECTION_LEASE_DURATION: "30s",
		CATTLE_ELECTION_RENEW_DEADLINE: "25s",
		CATTLE_ELECTION_RETRY_PERIOD: "10s",
		// Fleet's debug server has one fixed port, and two replicas may run.
		FLEET_AGENT_PPROF_DISABLED: "true",
	};
	const local = (name: string) => `127.0.0.1:${ports[name]}`;
	return [
		{
			name: "fleet-controller",
			purpose: "turns bundles into deployments for each cluster",
			program: tools.fleetcontroller.path,
			args: ["--leader-elect=false"],
			env: {
				...env,
				FLEET_METRICS_BIND_ADDRESS: local("fleet-controller"),
				FLEET_HEALTHPROBE_BIND_ADDRESS: local("fleet-controller-health"),
			},
			needs: ["kube-apiserver"],
			ready: { url: `http://${local("fleet-controller")}/metrics` },
			ports: ["fleet-controller", "fleet-controller-health"],
		},
		{
			name: "fleet-agent",
			purpose: "installs and monitors bundles",
			program: tools.fleetagent.path,
			args: ["--leader-elect=false"],
			env: {
				...env,
				FLEET_AGENT_METRICS_BIND_ADDRESS: local("fleet-agent"),
				FLEET_AGENT_PROBE_BIND_ADDRESS: local("fleet-agent-health"),
				CHECKIN_INTERVAL: "30s",
			},
			needs: ["kube-apiserver"],
			ready: { url: `http://${local("fleet-agent")}/metrics` },
			ports: ["fleet-agent", "fleet-agent-health"],
		},
	];
}
