import { fromYaml } from "@lab/core";
import { isObject, type ReadObject } from "@lab/kubernetes";
import type { Item } from "../item.ts";
import { isMap } from "./leaves.ts";

type Fields = Readonly<Record<string, unknown>>;

/** Kinds that describe scrape jobs, and the field that lists their endpoints. */
const kinds: Readonly<Record<string, string | undefined>> = {
	VMServiceScrape: "endpoints",
	VMPodScrape: "podMetricsEndpoints",
	VMNodeScrape: undefined,
	VMStaticScrape: "targetEndpoints",
	VMProbe: undefined,
	VMScrapeConfig: undefined,
	ServiceMonitor: "endpoints",
	PodMonitor: "podMetricsEndpoints",
	Probe: undefined,
	ScrapeConfig: undefined,
};

export const isScrape = ({ kind }: ReadObject): boolean => kind in kinds;

/** A scrape job that an object describes. */
export function scrapesOfObject(object: ReadObject, interval?: string): Item[] {
	if (!isScrape(object)) return [];
	const field = kinds[object.kind];
	const spec = isMap(object.spec) ? object.spec : {};
	const listed = field === undefined ? [spec] : spec[field];
	const endpoints = Array.isArray(listed) ? listed.filter(isMap) : [];
	return [
		{
			topic: "scrape",
			of: `job ${object.metadata.name}`,
			name: "",
			// An object that was recorded by name only has no spec.
			...(object.spec !== undefined && {
				value: endpoints
					.map((endpoint) =>
						describe({
							interval:
								endpoint.interval ?? endpoint.scrapeInterval ?? interval,
							port:
								portIn(endpoint.relabelConfigs) ??
								endpoint.port ??
								endpoint.targetPort,
							path: endpoint.path,
						}),
					)
					.join("; "),
			}),
		},
	];
}

/** Scrape jobs at any depth of Helm values or of an object: as objects, and as text in Prometheus's own format. */
export function scrapesIn(value: unknown, inherited?: string): Item[] {
	if (Array.isArray(value))
		return value.flatMap((entry) => scrapesIn(entry, inherited));
	if (!isMap(value)) return [];
	if (isObject(value) && isScrape(value))
		return scrapesOfObject(value, inherited);
	const interval =
		typeof value.scrapeInterval === "string" ? value.scrapeInterval : inherited;
	return Object.entries(value).flatMap(([key, inner]) =>
		key === "inlineScrapeConfig" && typeof inner === "string"
			? jobsIn(inner, interval)
			: scrapesIn(inner, interval),
	);
}

function jobsIn(text: string, interval: string | undefined): Item[] {
	const jobs = fromYaml(text, "inlineScrapeConfig");
	return (Array.isArray(jobs) ? jobs : []).filter(isMap).map((job) => ({
		topic: "scrape",
		of: `job ${job.job_name}`,
		name: "",
		value: describe({
			interval: job.scrape_interval ?? interval,
			port: portIn(job.relabel_configs),
			path: job.metrics_path,
		}),
	}));
}

/** The port that relabelling puts into the address. */
function portIn(steps: unknown): string | undefined {
	const texts = (Array.isArray(steps) ? steps : [])
		.filter(isMap)
		.filter((step) => (step.target_label ?? step.targetLabel) === "__address__")
		.map(({ replacement }) => /:(\d+)$/.exec(String(replacement))?.[1]);
	return texts.find((text) => text !== undefined);
}

const describe = ({ interval, port, path }: Fields): string =>
	[
		interval === undefined ? "every default interval" : `every ${interval}`,
		port === undefined ? "" : `at port ${port}`,
		path ?? "/metrics",
	]
		.filter((part) => part !== "")
		.join(" ");

/** The interval of jobs that set none: VMAgent's, at any depth of Helm values. */
export function defaultInterval(value: unknown): string | undefined {
	if (!isMap(value)) return undefined;
	if (typeof value.scrapeInterval === "string") return value.scrapeInterval;
	return Object.values(value).map(defaultInterval).find(Boolean);
}
