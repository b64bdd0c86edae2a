import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Crd, digest } from "@lab/kubernetes/digest";
import { expect, test } from "vitest";
import { type Chart, charts } from "./charts.ts";
import { recordedCrds, withoutDescriptions } from "./recorded-crds.ts";

const apart = Object.values<Chart>(charts).filter(({ crdsApart }) => crdsApart);

const schemas = JSON.parse(
	readFileSync(
		join(import.meta.dirname, "../../kubernetes/src/generated/custom.json"),
		"utf8",
	),
);

test.each(apart.map((chart) => [chart.name, chart] as const))(
	"the recorded CRDs of %s mean what the chart's own do",
	(_, chart) => {
		const crds = recordedCrds(chart) as unknown as Crd[];
		expect([...new Set(crds.map(({ spec }) => spec.group))]).toEqual(
			chart.crdsInstalledOnce,
		);
		// The schemas were made from the chart.
		const { kinds, definitions } = JSON.parse(
			digest([], crds).get("custom.json") ?? "",
		);
		expect(schemas.kinds).toMatchObject(kinds);
		expect(schemas.definitions).toMatchObject(definitions);
		expect(Object.keys(kinds).length).toBeGreaterThan(2);
	},
);

test("a field called description is no description", () => {
	const crd = {
		description: "gone",
		status: {},
		spec: {
			properties: {
				description: { type: "string", description: "gone" },
				properties: { properties: { description: { type: "string" } } },
			},
		},
	};
	expect(withoutDescriptions(crd)).toEqual({
		spec: {
			properties: {
				description: { type: "string" },
				properties: { properties: { description: { type: "string" } } },
			},
		},
	});
});

test("a version that was not fetched is named", () => {
	expect(() => recordedCrds({ name: "forum", version: "1.0.0" })).toThrow(
		"the CRDs of forum 1.0.0 are not recorded",
	);
});
