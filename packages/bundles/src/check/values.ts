import { type Finding, fault } from "@lab/core";
import type { RenderedBundle } from "../render.ts";
import type { Check } from "./check.ts";

type Visit = (path: string, value: unknown, entry: RenderedBundle) => Finding[];

function visitEach(visit: Visit): Check {
	return (bundles) =>
		bundles.flatMap((entry) => [
			...walk("helm.values", entry.fleetYaml.helm?.values, entry, visit),
			...entry.objects.flatMap((object) =>
				walk(`${object.kind} ${object.metadata?.name}`, object, entry, visit),
			),
		]);
}

function walk(
	path: string,
	value: unknown,
	entry: RenderedBundle,
	visit: Visit,
): Finding[] {
	const here = visit(path, value, entry);
	if (value === null || typeof value !== "object") return here;
	return [
		...here,
		...Object.entries(value).flatMap(([key, child]) =>
			walk(`${path}.${key}`, child, entry, visit),
		),
	];
}

/** No null: Fleet, Helm and the API server each read it in another way, and call the rest drift. */
export const nullValue = visitEach((path, value, { name, source }) =>
	value === null
		? [
				fault({
					code: "null-value",
					what: `${name} sets ${path} to null`,
					where: source,
					help: "leave the key out",
				}),
			]
		: [],
);

/** Fleet replaces this prefix even where templating is off. */
const FLEET_PREFIX = "global.fleet.clusterLabels.";

/** No value that Fleet itself would replace by something else. */
export const fleetTemplate = visitEach((path, value, { name, source }) =>
	typeof value === "string" && value.includes(FLEET_PREFIX)
		? [
				fault({
					code: "fleet-template",
					what: `${name} sets ${path} to a text that Fleet replaces`,
					where: source,
					help: "write the value itself: the environment is an argument of the component",
				}),
			]
		: [],
);

/** Names of values that hold a secret, rather than the name of one. */
const SECRET_KEY =
	/(password|passphrase|apikey|secretkey|clientsecret|accesskey|privatekey|token)$/i;

/** A text that the program itself replaces, by an environment variable or a file. */
const REFERENCE = /^(\$\{env:\w+\}|\$__file\{[^}]+\})$/;

/** Nothing secret stands in a bundle: neither a Secret object with data nor a password among the values. */
export const secretInBundle: Check = (bundles) => [
	...bundles.flatMap(({ name, source, objects }) =>
		objects
			.filter(
				({ kind, data, stringData }) =>
					kind === "Secret" && (data !== undefined || stringData !== undefined),
			)
			.map(({ metadata }) =>
				fault({
					code: "secret-in-bundle",
					what: `${name} holds the data of Secret ${metadata.name}`,
					where: source,
					help: "declare it in packages/lab/src/secrets.ts, and refer to it by name",
				}),
			),
	),
	...visitEach((path, value, { name, source }) =>
		typeof value === "string" &&
		value !== "" &&
		!REFERENCE.test(value) &&
		path.startsWith("helm.values") &&
		SECRET_KEY.test(path)
			? [
					fault({
						code: "secret-in-bundle",
						what: `${name} sets ${path} to a literal`,
						where: source,
						help: "give it by valuesFrom, or by the chart's own reference to an existing Secret",
					}),
				]
			: [],
	)(bundles, { namespaces: [], crdGroups: [] }),
];
