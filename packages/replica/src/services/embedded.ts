import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { toYaml, writeFileAtomically } from "@lab/core";
import type { Environment } from "@lab/lab";
import type { Program, TreeSettings } from "../rollout/settings.ts";
import type { Folder, ReplicaRecord } from "../state/folder.ts";
import { choosePorts } from "../state/ports.ts";
import {
	controlPlanePorts,
	controlPlaneServices,
	movePorts,
} from "./control-plane.ts";
import { fleetPorts, fleetServices } from "./fleet-services.ts";
import {
	exporters,
	type Programs,
	programPorts,
	programServices,
} from "./program-services.ts";
import { proxyConfig } from "./proxy.ts";
import { scrapeConfig } from "./scrape.ts";
import { processOf, type Service } from "./service.ts";
import type { ReplicaTools } from "./tools.ts";
import { victoriaPorts, victoriaServices } from "./victoria-services.ts";

/** Preferred port for readers: vmauth's default. */
export const ENDPOINT_PORT = 8427;

export const embeddedPorts = [
	...controlPlanePorts,
	...fleetPorts,
	...victoriaPorts,
	...programPorts,
	// A rollout serves charts to Fleet on it.
	"charts",
];

/** Versions of the programs whose data or objects another version may be unable to read. */
export const dataVersions = (tools: ReplicaTools): Record<string, string> => ({
	kubernetes: tools["kube-apiserver"].version,
	etcd: tools.etcd.version,
	kwok: tools.kwok.version,
});

export interface ReplicaInput {
	readonly folder: Folder;
	readonly tools: ReplicaTools;
	readonly env: Environment;
	readonly settings: TreeSettings;
	/** Programs of the tree that should run now. */
	readonly programs: Programs;
}

/** Writes all configuration files and returns the services that use them. */
export async function configureServices(
	{ folder, tools, env, settings, programs }: ReplicaInput,
	record: ReplicaRecord,
): Promise<Record<"data" | "fleet" | "programs", Service[]>> {
	const { ports, exposed } = record;
	const at = (name: string) => ({ url: `http://127.0.0.1:${ports[name]}` });
	const proxy = {
		metrics: at("victoria-metrics"),
		logs: at("victoria-logs"),
		rules: at("vmalert"),
	};
	const files = {
		scrape: toYaml(
			scrapeConfig(folder, ports, env.cluster, {
				jobs: settings.scrapeJobs,
				programs: wantedPrograms(settings, record),
			}),
		),
		rules: toYaml({ groups: settings.rules }),
		proxy: toYaml(proxyConfig(proxy)),
		publicProxy: exposed ? toYaml(proxyConfig(proxy, exposed.token)) : "",
	};
	await mkdir(folder.targets, { recursive: true });
	await Promise.all(
		Object.entries({
			"scrape.yaml": files.scrape,
			"rules.yaml": files.rules,
			"proxy.yaml": files.proxy,
			...(exposed && { "proxy-public.yaml": files.publicProxy }),
		}).map(([name, text]) =>
			writeFileAtomically(join(folder.config, name), text),
		),
	);
	return {
		data: victoriaServices({ folder, tools, ports, env, files, exposed }),
		fleet: fleetServices(folder, tools, ports),
		programs: programServices(folder, programs, ports),
	};
}

export interface PortNeeds {
	readonly names: readonly string[];
	/** Ports that keep their number, even if another program listens there. */
	readonly fixed: readonly string[];
}

export interface AssignedPorts {
	readonly ports: Readonly<Record<string, number>>;
	readonly notes: readonly string[];
}

/**
 * Assigns a port to every listener. Running services keep theirs; the ports of
 * stopped services are checked again, because another program may hold them now.
 */
export async function assignPorts(
	folder: Folder,
	before: ReplicaRecord | undefined,
	{ names, fixed }: PortNeeds,
): Promise<AssignedPorts> {
	const old = before?.ports ?? {};
	const kept: Record<string, number> = {};
	for (const name of names) {
		const port = old[name];
		if (
			port !== undefined &&
			(fixed.includes(name) || (await ownerRuns(folder, name)))
		)
			kept[name] = port;
	}
	const open = names.filter((name) => kept[name] === undefined);
	const wanted = { vmauth: ENDPOINT_PORT, ...old };
	const { ports, taken } = await choosePorts(
		open,
		Object.fromEntries(
			Object.entries(wanted).filter(([name]) => open.includes(name)),
		),
		folder.path,
	);
	const all = { ...kept, ...ports };
	if (before?.created === true && before.mode === "embedded")
		await movePorts(folder, old, all);
	return {
		ports: all,
		notes: taken.map(
			({ name, port, holder }) =>
				`port ${port} is taken${holder === undefined ? "" : ` by ${holder}`}: ${name} listens on ${ports[name]} instead`,
		),
	};
}

/**
 * Programs of a tree that should run: exporters always, controllers once their
 * bundle has installed the CRDs that they watch.
 */
export const programsToRun = (
	settings: TreeSettings,
	record: Pick<ReplicaRecord, "controllers" | "without">,
): Program[] =>
	wantedPrograms(settings, record).filter(
		(name) =>
			exporters.includes(name) || record.controllers?.includes(name) === true,
	);

/** Programs of a tree, except those that were switched off. */
export const wantedPrograms = (
	{ programs }: TreeSettings,
	{ without = [] }: Pick<ReplicaRecord, "without">,
): Program[] => programs.filter((name) => !without.includes(name));

/** Service of a port: the port's name without a suffix for its purpose. */
const ownerOf = (port: string): string =>
	port.replace(/-(peer|health|own)$/, "");

const ownerRuns = async (folder: Folder, port: string): Promise<boolean> =>
	(await processOf(folder, ownerOf(port))) !== undefined;

/** All services of the embedded replica, control plane first. */
export async function allServices(
	input: ReplicaInput,
	record: ReplicaRecord,
): Promise<Service[]> {
	const { data, fleet, programs } = await configureServices(input, record);
	const plane = await controlPlaneServices(input.folder);
	return [...plane, ...data, ...fleet, ...programs];
}
