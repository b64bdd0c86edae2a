import { expect, test } from "vitest";
import {
	add,
	bundle,
	findingsOf,
	largerCluster,
} from "../fixtures/_bundles.ts";
import { misuses, validUses } from "./_misuses.ts";

const codesOf = (object: object) =>
	findingsOf((app) => {
		add(bundle(app, "first"), object as Record<string, unknown>);
	}, largerCluster).map(({ code }) => code);

test.each(misuses.map((misuse) => [misuse.what, misuse] as const))(
	"%s is found",
	(_, { object, code }) => {
		expect(codesOf(object)).toContain(code);
	},
);

/** Valid for the API server, but Fleet, Helm and kustomize interpret null differently. */
const fleetRules = ["null-value"];

test.each(Object.entries(validUses))("%s is valid", (_, object) => {
	expect(codesOf(object).filter((code) => !fleetRules.includes(code))).toEqual(
		[],
	);
});
