import { fault } from "@lab/core";
import {
	definition,
	findKind,
	type Mismatch,
	type Schema,
	validateValue,
} from "@lab/kubernetes";
import { readChartFacts } from "../chart-facts.ts";
import { plainValues } from "../values.ts";
import { chartTree, isMap } from "./_chart-tree.ts";
import { specKinds } from "./_chart-values.ts";
import type { Rule } from "./rule.ts";

type Reason = Pick<Mismatch, "path" | "what" | "help">;

/** Every value has the type of the chart's default, and is valid for the Kubernetes field that it ends up in. */
export const wrongChartValue: Rule = {
	code: "wrong-chart-value",
	check: (facts, { releases = [], chartFacts = readChartFacts }) =>
		releases.flatMap((release) => {
			const values = plainValues(release.values);
			const chart = chartFacts(release.chart);
			const reasons: Reason[] = [
				...inPodFields(values, []),
				...[...specKinds(facts, release)].flatMap(([path, kind]) =>
					inSpec(values, path, kind),
				),
				...(chart === undefined
					? []
					: typeClashes(values, chartTree(chart).defaults)),
			];
			// A value may have several faults; the first is the most specific.
			return [
				...new Map(
					reasons.toReversed().map((reason) => [reason.path, reason]),
				).values(),
			].map(({ path, what, help }) =>
				fault({
					code: "wrong-chart-value",
					what: `${path} of chart ${release.chart.name} ${what}`,
					where: release.where,
					help,
				}),
			);
		}),
};

/** Values that charts copy unchanged into pods, by the name that all charts give them. */
const podFields: Readonly<Record<string, Schema>> = {
	affinity: { $ref: "core.v1.Affinity" },
	nodeSelector: {
		type: "object",
		additionalProperties: { type: "string" },
	},
	podSecurityContext: { $ref: "core.v1.PodSecurityContext" },
	resources: { $ref: "core.v1.ResourceRequirements" },
	tolerations: { type: "array", items: { $ref: "core.v1.Toleration" } },
	topologySpreadConstraints: {
		type: "array",
		items: { $ref: "core.v1.TopologySpreadConstraint" },
	},
};

function inPodFields(value: unknown, path: readonly string[]): Reason[] {
	if (!isMap(value)) return [];
	return Object.entries(value).flatMap(([key, entry]) => {
		const schema = isClaim(key, entry) ? claimResources : podFields[key];
		return schema === undefined
			? inPodFields(entry, [...path, key])
			: validateValue(entry, schema, [...path, key]);
	});
}

/** Whether resources are those of a volume claim, which requests storage, not those of a container. */
const isClaim = (key: string, entry: unknown): boolean =>
	key === "resources" &&
	isMap(entry) &&
	isMap(entry.requests) &&
	"storage" in entry.requests;

const claimResources: Schema = { $ref: "core.v1.VolumeResourceRequirements" };

/** Validates values that become the spec of a custom resource. Missing fields are ignored, since the chart may have defaults for them. */
function inSpec(values: unknown, path: string, kindId: string): Reason[] {
	const keys = path.split(".");
	const value = keys.reduce<unknown>(
		(at, key) => (isMap(at) ? at[key] : undefined),
		values,
	);
	const cut = kindId.lastIndexOf("/");
	const kind = findKind(kindId.slice(0, cut), kindId.slice(cut + 1));
	const schema = kind && definition(kind.schema).properties?.spec;
	return schema === undefined
		? []
		: validateValue(value, schema, keys).filter(
				({ code }) => code !== "missing-field" && code !== "unknown-field",
			);
}

/** Values whose type differs from their default's: Helm drops a value that replaces a map, and any string counts as true. */
function* typeClashes(
	value: unknown,
	standard: unknown,
	path = "",
): Generator<Reason> {
	if (value === null || standard === null || standard === undefined) return;
	if (isMap(value) && isMap(standard)) {
		for (const [key, entry] of Object.entries(value))
			yield* typeClashes(
				entry,
				standard[key],
				path === "" ? key : `${path}.${key}`,
			);
		return;
	}
	const [is, wanted] = [typeName(value), typeName(standard)];
	// Charts use an empty string or list as a placeholder for any type.
	const isPlaceholder =
		standard === "" || (Array.isArray(standard) && standard.length === 0);
	if (is !== wanted && !isPlaceholder && !isInterchangeable(value, standard))
		yield {
			path,
			what: `is ${is}, but its default is ${wanted}`,
			help: `use ${wanted}`,
		};
}

/** Whether types differ harmlessly: templates print a number and its string alike, and `25%`, `30s` or a template may replace a number. */
function isInterchangeable(value: unknown, standard: unknown): boolean {
	if (typeof standard === "string") return typeof value !== "object";
	return (
		typeof standard === "number" &&
		typeof value === "string" &&
		/^-?\d|\{\{/.test(value)
	);
}

const typeName = (value: unknown): string =>
	Array.isArray(value)
		? "a list"
		: isMap(value)
			? "a map"
			: typeof value === "boolean"
				? "true or false"
				: typeof value === "number"
					? "a number"
					: "a string";
