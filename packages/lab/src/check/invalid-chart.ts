import { fault, suggestion } from "@lab/core";
import { kindIds, kindIn } from "@lab/kubernetes";
import { readChartFacts } from "../chart-facts.ts";
import type { Chart } from "../charts.ts";
import { chartTree, isMap } from "./_chart-tree.ts";
import type { Rule } from "./rule.ts";

/** What the facts say of a chart is so: its repository can be one, and its values have the paths that are named. */
export const invalidChart: Rule = {
	code: "invalid-chart",
	check: ({ charts }, { chartFacts = readChartFacts }) =>
		Object.entries(charts).flatMap(([key, chart]) => [
			...(/^(https|oci):\/\/[^/]/.test(chart.repository)
				? []
				: [
						at(
							`${key}.repository`,
							`is '${chart.repository}'`,
							"start it with https:// or oci://",
						),
					]),
			...wrongKinds(key, chart),
			...wrongPaths(key, chart, chartFacts(chart)),
		]),
};

const at = (where: string, what: string, help: string) =>
	fault({
		code: "invalid-chart",
		what: `charts.${where} ${what}`,
		where: `charts.${where}`,
		help,
	});

function wrongKinds(
	key: string,
	{ specs = {}, crdGroups, crdsInstalledOnce = [] }: Chart,
) {
	const groups = [...crdGroups, ...crdsInstalledOnce];
	const kinds = kindIds
		.filter((id) => groups.some((group) => id.startsWith(`${group}/`)))
		.map((id) => id.slice(id.lastIndexOf("/") + 1));
	return Object.entries(specs)
		.filter(([, kind]) => kindIn(groups, kind) === undefined)
		.map(([path, kind]) =>
			at(
				`${key}.specs`,
				`says that ${path} is the spec of a ${kind}, which ${groups.join(", ") || "no group of it"} does not have`,
				suggestion(kind, [...new Set(kinds)]),
			),
		);
}

function wrongPaths(
	key: string,
	{ specs = {}, volumes = {} }: Chart,
	facts: ReturnType<typeof readChartFacts>,
) {
	// `chart-without-facts` reports the others.
	if (facts === undefined) return [];
	const { keys } = chartTree(facts);
	return Object.entries({ specs, volumes }).flatMap(([field, paths]) =>
		Object.keys(paths)
			.filter((path) => !hasPath(keys, path.split(".")))
			.map((path) =>
				at(
					`${key}.${field}`,
					`names the values ${path}, which the chart does not have`,
					"correct the path: see the chart's values in packages/lab/src/generated/charts",
				),
			),
	);
}

const hasPath = (keys: unknown, path: readonly string[]): boolean => {
	const [first, ...rest] = path;
	if (first === undefined) return true;
	return isMap(keys) && first in keys && hasPath(keys[first], rest);
};
