import { type Finding, fault, nearest } from "@lab/core";
import { titleOf } from "@lab/kubernetes";
import { isMap, mapOf } from "../references/reference.ts";
import { type AnnotationDomain, annotationDomains } from "./_annotations.ts";
import { eachObject } from "./_objects.ts";
import { placeOf } from "./_places.ts";
import { visitChartValues } from "./_values.ts";
import type { Rule } from "./rule.ts";

const code = "unknown-annotation";

type Reason = Pick<Finding, "what" | "help">;

const byDomain = new Map(annotationDomains.map((one) => [one.domain, one]));

/** Every annotation of a domain that we know is one that its program reads; programs ignore all others in silence. */
export const unknownAnnotation: Rule = {
	code,
	check: (bundles) => [
		...eachObject(bundles, (object, entry) =>
			Object.entries(mapOf(object.metadata.annotations)).flatMap(
				([key, value]) => {
					const reason = judge(key, value, object.kind);
					return reason === undefined
						? []
						: [
								fault({
									code,
									what: `${titleOf(object)} has the annotation ${key}, ${reason.what}`,
									where: placeOf(entry, object, `metadata.annotations.${key}`),
									help: reason.help,
								}),
							];
				},
			),
		),
		...inChartValues(bundles),
	],
};

const inChartValues = visitChartValues((value, path, { name, source }, key) => {
	if (!/annotations$/i.test(key) || !isMap(value)) return undefined;
	for (const [annotation, text] of Object.entries(value)) {
		const reason = judge(annotation, text);
		if (reason !== undefined)
			return fault({
				code,
				what: `the values of ${name} have the annotation ${annotation}, ${reason.what}`,
				where: `${source}: ${path()}.${annotation}`,
				help: reason.help,
			});
	}
	return undefined;
});

function judge(key: string, value: unknown, kind?: string): Reason | undefined {
	const slash = key.indexOf("/");
	const domain = byDomain.get(key.slice(0, slash));
	if (domain === undefined) return undefined;
	const name = key.slice(slash + 1);
	if (domain.reader === undefined)
		return {
			what: "which nothing in the lab reads",
			help: "remove it, or use a middleware of Traefik",
		};
	const known = domain.known.find((one) => isCalled(one.name, name));
	if (known === undefined)
		return {
			what: `which ${domain.reader} does not know`,
			help: choices(name, domain),
		};
	if (kind !== undefined && known.on !== undefined && !known.on.includes(kind))
		return {
			what: `which ${domain.reader} reads from a ${known.on.join(" or ")} only`,
			help: `move it to the ${known.on.join(" or ")}`,
		};
	if (typeof value === "string" && known.value?.test(value) === false)
		return {
			what: `whose value ${JSON.stringify(value)} ${domain.reader} does not understand`,
			help: `use a value of the form ${known.value.source}`,
		};
	return undefined;
}

/** Traefik reads its names without regard to case. */
const isCalled = (known: string, name: string): boolean =>
	known === name.toLowerCase().replace(/\.\d+\./, ".*.");

function choices(name: string, { known, domain }: AnnotationDomain): string {
	const near = nearest(
		name,
		known.map((one) => one.name),
	);
	return near === undefined
		? `see the documentation of ${domain}`
		: `did you mean '${domain}/${near}'?`;
}
