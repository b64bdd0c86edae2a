import { join } from "node:path";
import type { Environment } from "@lab/lab";
import type { ResolvedTool } from "@lab/toolchain";
import type { Folder, ReplicaRecord } from "../state/folder.ts";
import { limits } from "./proxy.ts";
import type { Service } from "./service.ts";

export const victoriaTools = [
	"victoria-metrics",
	"victoria-logs",
	"vmagent",
	"vmalert",
	"vmauth",
] as const;

export const victoriaPorts = [
	"victoria-metrics",
	"victoria-logs",
	"vmagent",
	"vmalert",
	"vmauth",
	"vmauth-own",
] as const;

/** Ports needed only if other machines have access to the replica. */
export const publicPorts = ["vmauth-public", "vmauth-public-own"] as const;

type Tools = Readonly<Record<(typeof victoriaTools)[number], ResolvedTool>>;

export interface VictoriaInput {
	readonly folder: Folder;
	readonly tools: Tools;
	readonly ports: Readonly<Record<string, number>>;
	readonly env: Environment;
	/** Contents of the configuration files, to detect changes. */
	readonly files: Readonly<
		Record<"scrape" | "rules" | "proxy" | "publicProxy", string>
	>;
	/** Access for other machines, if enabled. */
	readonly exposed?: ReplicaRecord["exposed"] | undefined;
}

/** Stores, scraper, rule evaluation and the vmauth in front of the stores. */
export function victoriaServices(input: VictoriaInput): Service[] {
	const { folder, tools, ports, env, files, exposed } = input;
	const url = (name: string) => `http://127.0.0.1:${ports[name]}`;
	const listen = (name: string) => `-httpListenAddr=127.0.0.1:${ports[name]}`;
	const service = (
		name: (typeof victoriaTools)[number],
		purpose: string,
		args: readonly string[],
		rest: Partial<Service> = {},
	): Service => ({
		name,
		purpose,
		program: tools[name].path,
		args: [listen(name), "-loggerTimezone=UTC", ...args],
		needs: [],
		ready: { url: `${url(name)}/health` },
		ports: [name],
		...rest,
	});
	return [
		service("victoria-metrics", "stores metrics", [
			`-storageDataPath=${folder.data("victoria-metrics")}`,
			`-retentionPeriod=${env.retention.metrics}`,
			// Limits what a killed store loses, and the memory that an idle replica uses.
			"-inmemoryDataFlushInterval=1s",
			"-memory.allowedBytes=256MiB",
			`-search.maxQueryDuration=${limits.queryTime}`,
			`-search.maxPointsPerTimeseries=${limits.pointsPerSeries}`,
			`-search.maxConcurrentRequests=${limits.concurrentQueries}`,
			"-search.latencyOffset=0s",
			"-selfScrapeInterval=10s",
		]),
		service("victoria-logs", "stores logs", [
			`-storageDataPath=${folder.data("victoria-logs")}`,
			`-retentionPeriod=${env.retention.logs}`,
			"-inmemoryDataFlushInterval=1s",
			"-memory.allowedBytes=256MiB",
			`-search.maxQueryDuration=${limits.queryTime}`,
			`-search.maxConcurrentRequests=${limits.concurrentQueries}`,
		]),
		service(
			"vmagent",
			"scrapes the lab's jobs",
			[
				`-promscrape.config=${join(folder.config, "scrape.yaml")}`,
				"-promscrape.configCheckInterval=5s",
				"-promscrape.fileSDCheckInterval=2s",
				`-remoteWrite.url=${url("victoria-metrics")}/api/v1/write`,
				`-remoteWrite.tmpDataPath=${folder.data("vmagent")}`,
				"-memory.allowedBytes=128MiB",
			],
			{ needs: ["victoria-metrics"], reads: files.scrape },
		),
		service(
			"vmalert",
			"evaluates the lab's rules",
			[
				`-rule=${join(folder.config, "rules.yaml")}`,
				`-datasource.url=${url("victoria-metrics")}`,
				`-remoteWrite.url=${url("victoria-metrics")}`,
				`-remoteRead.url=${url("victoria-metrics")}`,
				"-notifier.blackhole",
				"-memory.allowedBytes=64MiB",
			],
			{ needs: ["victoria-metrics"], reads: files.rules },
		),
		vmauthService(input, "vmauth", {
			address: "127.0.0.1",
			config: "proxy.yaml",
			reads: files.proxy,
		}),
		...(exposed === undefined
			? []
			: [
					vmauthService(input, "vmauth-public", {
						address: exposed.address,
						config: "proxy-public.yaml",
						reads: files.publicProxy,
					}),
				]),
	];
}

export interface VmauthInput {
	readonly folder: Folder;
	readonly tools: Readonly<Record<"vmauth", ResolvedTool>>;
	readonly ports: Readonly<Record<string, number>>;
}

const purposes: Readonly<Record<string, string>> = {
	vmauth: "gives read access to programs of this machine",
	"vmauth-public": "gives read access to other machines, with the token",
};

/** A vmauth with its configuration file. */
export function vmauthService(
	{ folder, tools, ports }: VmauthInput,
	name: string,
	{ address, config, reads }: Record<"address" | "config" | "reads", string>,
): Service {
	const own = `127.0.0.1:${ports[`${name}-own`]}`;
	return {
		name,
		purpose: purposes[name] ?? name,
		program: tools.vmauth.path,
		args: [
			`-httpListenAddr=${address}:${ports[name]}`,
			`-auth.config=${join(folder.config, config)}`,
			// vmauth's own pages are on an internal port that is not published.
			`-httpInternalListenAddr=${own}`,
			"-loggerTimezone=UTC",
			"-memory.allowedBytes=64MiB",
		],
		needs: [],
		ready: { url: `http://${own}/health` },
		ports: [name, `${name}-own`],
		reads,
	};
}
