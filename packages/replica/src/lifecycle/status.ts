import { isRetryable } from "@lab/core";
import { type Environment, endpoints, urlOf } from "@lab/lab";
import { type Endpoints, endpointsOf } from "../access/endpoints.ts";
import { KubeApi } from "../access/kube-api.ts";
import { k3dServices } from "../k3d/services.ts";
import { type BundleState, bundleStates } from "../rollout/bundle-states.ts";
import type { TreeSettings } from "../rollout/settings.ts";
import { allServices, programsToRun } from "../services/embedded.ts";
import { programTools } from "../services/program-services.ts";
import { type Health, healthOf } from "../services/service.ts";
import type { ReplicaTools } from "../services/tools.ts";
import { type Folder, type Mode, readRecord } from "../state/folder.ts";

export interface ServiceStatus extends Health {
	readonly name: string;
	readonly purpose: string;
	readonly ports: Readonly<Record<string, number>>;
	readonly log: string;
}

/** State of the replica for programs: services, bundles, addresses and health. */
export interface ReplicaStatus extends Partial<Endpoints> {
	readonly mode: Mode;
	/** `degraded`: some process is stopped, silent or outdated; `up` repairs it. */
	readonly state: "up" | "degraded" | "down";
	readonly folder: string;
	readonly capabilities: readonly string[];
	readonly cannot: readonly { readonly what: string; readonly why: string }[];
	readonly bundles: readonly BundleState[];
	readonly services: readonly ServiceStatus[];
	/** Programs of bundles that were switched off with `--without`. */
	readonly without: readonly string[];
}

/** Capabilities by mode: a test requires a capability, not a mode. */
const capabilitiesOf: Readonly<Record<Mode, readonly string[]>> = {
	embedded: [
		"kubernetes-api",
		"scheduler",
		"lab-sized-nodes",
		"scales-10k",
		"fleet",
		"prometheus-api",
		"logsql-api",
		"rules",
	],
	k3d: [
		"kubernetes-api",
		"scheduler",
		"fleet",
		"runs-containers",
		"prometheus-api",
		"logsql-api",
	],
};

export interface StatusInput {
	readonly folder: Folder;
	/** Called only if a replica exists: installing tools may take minutes. */
	readonly tools: () => Promise<ReplicaTools>;
	readonly env: Environment;
	readonly settings: TreeSettings;
}

export async function status(input: StatusInput): Promise<ReplicaStatus> {
	const { folder, env } = input;
	const record = await readRecord(folder);
	const mode = record?.mode ?? "embedded";
	const about = {
		mode,
		without: record?.without ?? [],
		folder: folder.path,
		capabilities: capabilitiesOf[mode],
		cannot: Object.entries(env.supports).flatMap(([what, support]) =>
			support.available ? [] : [{ what, why: support.why }],
		),
	};
	if (record?.created !== true)
		return { ...about, state: "down", bundles: [], services: [] };
	const wanted =
		mode === "k3d"
			? await k3dServices(folder, env, record, silent)
			: await allServices(
					{
						...input,
						tools: await input.tools(),
						programs: await programTools(
							programsToRun(input.settings, record),
							silent,
						),
					},
					record,
				);
	const services = await Promise.all(
		wanted.map(
			async ({ name, purpose, ports, ...service }): Promise<ServiceStatus> => ({
				name,
				purpose,
				...(await healthOf(folder, { name, purpose, ports, ...service })),
				ports: Object.fromEntries(
					ports.map((port) => [port, record.ports[port] ?? 0]),
				),
				log: folder.log(name),
			}),
		),
	);
	const all = services.every(({ state }) => state === "running");
	const none = services.every(({ state }) => state === "stopped");
	const apiRuns = await apiAnswers(folder);
	return {
		...about,
		state: all && apiRuns ? "up" : none && !apiRuns ? "down" : "degraded",
		...endpointsOf(folder, record),
		...(mode === "k3d" && { grafanaUrl: urlOf(endpoints.grafana, env) }),
		bundles: apiRuns ? await readStates(folder, record.rollout?.skipped) : [],
		services,
	};
}

const silent = { step() {}, note() {} };

async function readStates(
	folder: Folder,
	skipped: Readonly<Record<string, string>> | undefined,
): Promise<BundleState[]> {
	const api = await KubeApi.from(folder.kubeconfig);
	try {
		return await bundleStates(api, skipped);
	} finally {
		api.close();
	}
}

/** @returns whether the replica's own API server answers */
export async function apiAnswers(folder: Folder): Promise<boolean> {
	const api = await KubeApi.from(folder.kubeconfig).catch(() => undefined);
	if (api === undefined) return false;
	try {
		return (await api.call("GET", "/readyz")).status === 200;
	} catch (error) {
		if (isRetryable(error)) return false;
		throw error;
	} finally {
		api.close();
	}
}
