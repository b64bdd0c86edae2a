import { join } from "node:path";
import { toYaml, writeFileAtomically } from "@lab/core";
import { type Environment, endpoints, hostOf } from "@lab/lab";
import { ensureTools } from "../../toolchain/ensure.ts";
import type { Progress } from "../../toolchain/progress.ts";
import { fleetPorts, fleetServices, fleetTools } from "../fleet-services.ts";
import type { Folder, ReplicaRecord } from "../folder.ts";
import { proxyConfig } from "../proxy.ts";
import type { Service } from "../service.ts";
import { door } from "../victoria-services.ts";

/** Ports of this machine. */
export const k3dPorts = [
	"kube-apiserver",
	...fleetPorts,
	"vmauth",
	"vmauth-own",
	"charts",
] as const;

/**
 * What runs beside the cluster: the door to its stores, which their ingress
 * serves by name; and Fleet, where its image cannot be had.
 */
export async function k3dServices(
	folder: Folder,
	env: Environment,
	{ ports, fleet }: Pick<ReplicaRecord, "ports" | "fleet">,
	progress: Progress,
): Promise<Service[]> {
	const tools = await ensureTools([...fleetTools, "vmauth"], { progress });
	const ingress = `http://127.0.0.1:${env.web.port}`;
	const metrics = {
		url: `${ingress}/select/0/prometheus`,
		host: hostOf(endpoints.metrics, env),
	};
	const reads = toYaml(
		proxyConfig({
			metrics,
			rules: metrics,
			logs: { url: ingress, host: hostOf(endpoints.logs, env) },
		}),
	);
	await writeFileAtomically(join(folder.config, "proxy.yaml"), reads);
	return [
		...(fleet === "inside" ? [] : fleetServices(folder, tools, ports)),
		door({ folder, tools, ports }, "vmauth", {
			address: "127.0.0.1",
			config: "proxy.yaml",
			reads,
		}),
	];
}
