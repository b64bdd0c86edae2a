import { join } from "node:path";
import { type Progress, toYaml, writeFileAtomically } from "@lab/core";
import { type Environment, endpoints, hostOf } from "@lab/lab";
import { ensureTools } from "@lab/toolchain";
import {
	fleetPorts,
	fleetServices,
	fleetTools,
} from "../services/fleet-services.ts";
import { proxyConfig } from "../services/proxy.ts";
import type { Service } from "../services/service.ts";
import { vmauthService } from "../services/victoria-services.ts";
import type { Folder, ReplicaRecord } from "../state/folder.ts";

/** Host ports of the k3d mode. */
export const k3dPorts = [
	"kube-apiserver",
	...fleetPorts,
	"vmauth",
	"vmauth-own",
	"charts",
] as const;

/**
 * Services on the host: a vmauth in front of the stores, which the cluster's
 * ingress serves by host name, and Fleet if its image is unavailable.
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
		vmauthService({ folder, tools, ports }, "vmauth", {
			address: "127.0.0.1",
			config: "proxy.yaml",
			reads,
		}),
	];
}
