import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { toYaml, writeFileAtomically } from "@lab/core";
import type { Environment } from "@lab/lab";
import type { Program, TreeSettings } from "../rollout/settings.ts";
import {
	controlPlanePorts,
	controlPlaneServices,
	movePorts,
} from "./control-plane.ts";
import { fleetPorts, fleetServices } from "./fleet-services.ts";
import type { Folder, ReplicaRecord } from "./folder.ts";
import { choosePorts } from "./ports.ts";
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

/** Where readers knock when nobody else listens there: vmauth's own usual port. */
export const ENDPOINT_PORT = 8427;

export const embeddedPorts = [
	...controlPlanePorts,
	...fleetPorts,
	...victoriaPorts,
	...programPorts,
	// Where a roll-out serves charts to Fleet.
	"charts",
];

/** Programs whose data or objects another version might not read. */
export const keptVersions = (tools: ReplicaTools): Record<string, string> => ({
	kubernetes: tools["kube-apiserver"].version,
	etcd: tools.etcd.version,
	kwok: tools.kwok.version,
});

export interface ReplicaInput {
	readonly folder: Folder;
	readonly tools: ReplicaTools;
	readonly env: Environment;
	readonly settings: TreeSettings;
	/** Those of the tree's programs that are to run now. */
	readonly programs: Programs;
}

/** Writes all settings, and says which programs run with them. */
export async function settleServices(
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
	/** Those that stay what they are, whoever listens there. */
	readonly fixed: readonly string[];
}

export interface SettledPorts {
	readonly ports: Readonly<Record<string, number>>;
	readonly notes: readonly string[];
}

/**
 * Ports for all that listens. Those of services that run stay; those of
 * services that do not are looked at again, since someone may have them now.
 */
export async function settlePorts(
	folder: Folder,
	before: ReplicaRecord | undefined,
	{ names, fixed }: PortNeeds,
): Promise<SettledPorts> {
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
 * Which programs of a tree run: exporters always, controllers once their
 * bundle brought the kinds that they look for.
 */
export const programsToRun = (
	settings: TreeSettings,
	record: Pick<ReplicaRecord, "controllers" | "without">,
): Program[] =>
	wantedPrograms(settings, record).filter(
		(name) =>
			exporters.includes(name) || record.controllers?.includes(name) === true,
	);

/** A tree's programs without those that a person switched off. */
export const wantedPrograms = (
	{ programs }: TreeSettings,
	{ without = [] }: Pick<ReplicaRecord, "without">,
): Program[] => programs.filter((name) => !without.includes(name));

/** A port is named after the service, or after it and what the port is for. */
const ownerOf = (port: string): string =>
	port.replace(/-(peer|health|own)$/, "");

const ownerRuns = async (folder: Folder, port: string): Promise<boolean> =>
	(await processOf(folder, ownerOf(port))) !== undefined;

/** All programs of the replica, control plane first. */
export async function allServices(
	input: ReplicaInput,
	record: ReplicaRecord,
): Promise<Service[]> {
	const { data, fleet, programs } = await settleServices(input, record);
	const plane = await controlPlaneServices(input.folder);
	return [...plane, ...data, ...fleet, ...programs];
}
