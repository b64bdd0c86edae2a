import { App } from "cdk8s";
import { expect, test } from "vitest";
import { add } from "../add.ts";
import { Bundle } from "../bundle.ts";
import { renderBundle } from "../render.ts";
import { brokenQuery } from "./broken-query.ts";

/** What is wrong with a query in a rule. */
function faultsOf(expr: string): string[] {
	const bundle = new Bundle(new App(), "rules", {
		namespace: "default",
		source: "test",
	});
	add(bundle.objects, "rule", {
		apiVersion: "operator.victoriametrics.com/v1beta1",
		kind: "VMRule",
		metadata: { name: "rules" },
		spec: { groups: [{ name: "a", rules: [{ alert: "A", expr }] }] },
	});
	return brokenQuery
		.check([renderBundle(bundle)], { namespaces: [], crdGroups: [] })
		.map(({ what }) => what.slice("the query of rule A ".length));
}

test.each([
	["sum(rate(up[5m])", "lacks a )"],
	["rate(up[5m)", "has ) after 5m where a ] is missing"],
	["rate(up)) > 0", "has a ) that nothing opens"],
	['up{job="a} > 0', 'has a " that nothing closes'],
	["  ", "is empty"],
	["up >", "ends in the middle of an operation"],
	["up and", "ends in the middle of an operation"],
	["sum(up) by", "lacks a ( at its end"],
])("%s is broken", (query, why) => {
	expect(faultsOf(query)).toEqual([expect.stringContaining(why)]);
});

test.each([
	"up == 0",
	'up{job=~"a|b(c)?"} # only these ( two',
	'label_replace(up, "a", "$1", "b", "(.*)[") or vector(0)',
	'up{a="b - #c"} > bool 0',
	"sum by (node) (rate(node_cpu_seconds_total{mode!='idle'}[5m:30s] offset 1h))",
	"rate(x[5m]) keep_metric_names default 0",
	'WITH (f = {a=`"`}) up{f}',
	"node:cpu_by",
])("%s may be valid", (query) => {
	expect(faultsOf(query)).toEqual([]);
});
