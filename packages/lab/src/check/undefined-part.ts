import { fault, suggestion } from "@lab/core";
import { defaultOf, readChartFacts } from "../chart-facts.ts";
import { plainValues } from "../values.ts";
import { isMap, merge, type ValueMap } from "./_chart-tree.ts";
import type { Rule } from "./rule.ts";

/** A part that a configuration names. */
interface Named {
	/** `exporter`, `receiver`. */
	readonly what: string;
	readonly name: string;
	/** Path below the configuration. */
	readonly at: string;
	/** Parts of that kind that the configuration defines. */
	readonly defined: readonly string[];
}

interface Config {
	readonly chart: string;
	/** Where it is in the values. */
	readonly path: string;
	/** Values by which the chart adds parts of its own. */
	readonly adds?: string;
	readonly named: (config: ValueMap) => Named[];
}

/** Configurations of programs among the values of charts. */
const configs: readonly Config[] = [
	{
		...{ chart: "opentelemetry-collector", path: "config" },
		...{ adds: "presets", named: inCollector },
	},
	{
		...{ chart: "opentelemetry-collector", path: "alternateConfig" },
		named: inCollector,
	},
	{
		...{ chart: "victoria-metrics-k8s-stack", path: "alertmanager.config" },
		named: inAlertmanager,
	},
];

/** Every part that the configuration of a collector or of Alertmanager names is defined in it: the program does not start otherwise. */
export const undefinedPart: Rule = {
	code: "undefined-part",
	check: (_facts, { releases = [], chartFacts = readChartFacts }) =>
		releases.flatMap(({ chart, values, where }) =>
			configs
				.filter((config) => config.chart === chart.name)
				.flatMap(({ path, adds, named }) => {
					const plain = plainValues(values);
					const given = valueAt(plain, path);
					const added = adds === undefined ? undefined : valueAt(plain, adds);
					const facts = chartFacts(chart);
					if (!isMap(given) || added !== undefined || facts === undefined)
						return [];
					const whole = merge(defaultOf(facts, path) ?? {}, given);
					return named(whole as ValueMap)
						.filter(({ name, defined }) => !defined.includes(name))
						.map(({ what, name, at, defined }) =>
							fault({
								code: "undefined-part",
								what: `${path}.${at} of chart ${chart.name} names the ${what} ${name}, which ${path} does not define`,
								where,
								help: suggestion(name, defined),
							}),
						);
				}),
		),
};

const valueAt = (value: unknown, path: string): unknown =>
	path
		.split(".")
		.reduce<unknown>((at, key) => (isMap(at) ? at[key] : undefined), value);

const keysOf = (value: unknown): string[] =>
	isMap(value) ? Object.keys(value) : [];

const textsIn = (value: unknown): string[] =>
	(Array.isArray(value) ? value : []).filter((one) => typeof one === "string");

const kinds = ["receivers", "processors", "exporters"] as const;

/** @see https://opentelemetry.io/docs/collector/configuration/ */
function inCollector(config: ValueMap): Named[] {
	const { pipelines, extensions } = isMap(config.service) ? config.service : {};
	const connectors = keysOf(config.connectors);
	const pipelineParts = Object.entries(isMap(pipelines) ? pipelines : {})
		.filter(([, pipeline]) => isMap(pipeline))
		.flatMap(([id, pipeline]) =>
			kinds.flatMap((kind) =>
				textsIn((pipeline as ValueMap)[kind]).map((name) => ({
					...{ what: kind.slice(0, -1), name },
					at: `service.pipelines.${id}.${kind}`,
					defined: [
						...keysOf(config[kind]),
						...(kind === "processors" ? [] : connectors),
					],
				})),
			),
		);
	return [
		...pipelineParts,
		...textsIn(extensions).map((name) => ({
			...{ what: "extension", name, at: "service.extensions" },
			defined: keysOf(config.extensions),
		})),
	];
}

/** @see https://prometheus.io/docs/alerting/latest/configuration/ */
function inAlertmanager({ route, receivers }: ValueMap): Named[] {
	const defined = (Array.isArray(receivers) ? receivers : []).flatMap((one) =>
		isMap(one) ? [String(one.name)] : [],
	);
	const routes = (value: unknown, at: string): Named[] => {
		if (!isMap(value)) return [];
		const { receiver, routes: inner } = value;
		return [
			...(typeof receiver === "string"
				? [{ what: "receiver", name: receiver, at, defined }]
				: []),
			...(Array.isArray(inner) ? inner : []).flatMap((one, index) =>
				routes(one, `${at}.routes[${index}]`),
			),
		];
	};
	return routes(route, "route");
}
