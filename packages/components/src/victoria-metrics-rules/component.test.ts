import { environments } from "@lab/lab";
import { ruleGroups } from "@lab/monitoring";
import { expect, test } from "vitest";
import { renderComponent } from "../_render.ts";
import { victoriaMetrics } from "../victoria-metrics/component.ts";
import { victoriaMetricsRules } from "./component.ts";

const { object, objects, fleetYaml } = renderComponent(victoriaMetricsRules);

test.each(ruleGroups.map(({ name, rules }) => [name, rules] as const))(
	"all rules of %s are in its VMRule",
	(name, rules) => {
		const { groups } = object("VMRule", name).spec as {
			groups: { rules: object[] }[];
		};
		expect(groups.map((group) => group.rules.length)).toEqual([rules.length]);
	},
);

test("it contains only rules, in the namespace of the store", () => {
	expect(objects).toHaveLength(ruleGroups.length);
	expect(fleetYaml.defaultNamespace).toBe(victoriaMetrics.namespace);
});

test.each(Object.values(environments))(
	"it passes every check in $name",
	(env) => {
		expect(renderComponent(victoriaMetricsRules, env).faults).toEqual([]);
	},
);
