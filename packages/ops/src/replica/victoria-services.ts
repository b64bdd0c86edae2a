import { join } from "node:path";
import type { Environment } from "@lab/lab";
import type { ResolvedTool } from "../toolchain/locate.ts";
import type { Folder, ReplicaRecord } from "./folder.ts";
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

/** Needed only where the replica is open to others. */
export const publicPorts = ["vmauth-public", "vmauth-public-own"] as const;

type Tools = Readonly<Record<(typeof victoriaTools)[number], ResolvedTool>>;

export interface VictoriaInput {
	readonly folder: Folder;
	readonly tools: Tools;
	readonly ports: Readonly<Record<string, number>>;
	readonly env: Environment;
	/** Contents of the configuration files, so that a change of one is seen. */
	readonly files: Readonly<
		Record<"scrape" | "rules" | "proxy" | "publicProxy", string>
	>;
	/** Where others than this machine come in, if they may. */
	readonly exposed?: ReplicaRecord["exposed"] | undefined;
}

/** The stores, what fills them, what judges, and the door to both. */
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
		service("victoria-metrics", "the store of metrics", [
			`-storageDataPath=${folder.data("victoria-metrics")}`,
			`-retentionPeriod=${env.retention.metrics}`,
			// What a killed store may lose, and what an idle machine must give.
			"-inmemoryDataFlushInterval=1s",
			"-memory.allowedBytes=256MiB",
			`-search.maxQueryDuration=${limits.queryTime}`,
			`-search.maxPointsPerTimeseries=${limits.pointsPerSeries}`,
			`-search.maxConcurrentRequests=${limits.concurrentQueries}`,
			"-search.latencyOffset=0s",
			"-selfScrapeInterval=10s",
		]),
		service("victoria-logs", "the store of logs", [
			`-storageDataPath=${folder.data("victoria-logs")}`,
			`-retentionPeriod=${env.retention.logs}`,
			"-inmemoryDataFlushInterval=1s",
			"-memory.allowedBytes=256MiB",
			`-search.maxQueryDuration=${limits.queryTime}`,
			`-search.maxConcurrentRequests=${limits.concurrentQueries}`,
		]),
		service(
			"vmagent",
			"scrapes what the lab scrapes",
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
		door(input, "vmauth", {
			address: "127.0.0.1",
			config: "proxy.yaml",
			reads: files.proxy,
		}),
		...(exposed === undefined
			? []
			: [
					door(input, "vmauth-public", {
						address: exposed.address,
						config: "proxy-public.yaml",
						reads: files.publicProxy,
					}),
				]),
	];
}

export interface DoorInput {
	readonly folder: Folder;
	readonly tools: Readonly<Record<"vmauth", ResolvedTool>>;
	readonly ports: Readonly<Record<string, number>>;
}

const purposes: Readonly<Record<string, string>> = {
	vmauth: "lets readers of this machine in, and nobody else",
	"vmauth-public": "lets readers with the token in",
};

/** A vmauth: who may come in, and to what. */
export function door(
	{ folder, tools, ports }: DoorInput,
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
			// Its own pages are on a port that nobody is told.
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
