import { environments, labels } from "@lab/lab";
import { expect, test } from "vitest";
import { renderComponent } from "../_render.ts";
import { components } from "../registry.ts";
import { kyvernoPolicies } from "./component.ts";

const { object, fleetYaml } = renderComponent(kyvernoPolicies);

interface Policy {
	readonly failurePolicy: string;
	readonly matchConstraints: {
		readonly namespaceSelector: {
			readonly matchExpressions: readonly [
				{ readonly values: readonly string[] },
			];
		};
	};
	readonly matchConditions: readonly [{ readonly expression: string }];
}

const defaults = object("MutatingPolicy", "experiment-defaults")
	.spec as unknown as Policy;

test("namespaces of the lab itself are left alone, each named once", () => {
	const [{ values }] =
		defaults.matchConstraints.namespaceSelector.matchExpressions;
	expect(values).toEqual([...new Set(values)]);
	for (const { namespace } of components)
		if (namespace !== "default") expect(values).toContain(namespace);
	expect(values).toContain("kube-system");
	expect(values).not.toContain("default");
});

test("only pods that name the bandwidth scheduler get defaults", () => {
	expect(defaults.matchConditions[0].expression).toContain(
		'== "vaclab-scheduler"',
	);
});

test("what Fleet itself rolls out is not changed, only the pods that come of it", () => {
	expect(defaults).toMatchObject({
		autogen: { podControllers: { controllers: [] } },
		matchConstraints: { resourceRules: [{ resources: ["pods"] }] },
	});
});

test("a pod waits for its defaults in the lab, and goes without where no webhook is served", () => {
	const local = renderComponent(kyvernoPolicies, environments.local).object(
		"MutatingPolicy",
		"experiment-defaults",
	).spec as unknown as Policy;
	expect(defaults.failurePolicy).toBe("Fail");
	expect(local.failurePolicy).toBe("Ignore");
});

test("what carries an experiment's label and a time in the past is deleted, by someone who may", () => {
	const { spec } = object("DeletingPolicy", "experiment-expiry");
	expect(spec).toMatchObject({
		matchConstraints: {
			objectSelector: {
				matchExpressions: [{ key: labels.experiment, operator: "Exists" }],
			},
			resourceRules: [{ resources: ["namespaces", "pods"] }],
		},
	});
	expect(object("ClusterRole", "kyverno:experiment-expiry")).toMatchObject({
		metadata: {
			labels: { "rbac.kyverno.io/aggregate-to-cleanup-controller": "true" },
		},
		rules: [
			{
				resources: ["namespaces", "pods"],
				verbs: expect.arrayContaining(["delete"]),
			},
		],
	});
});

test("the policies come after the kinds that they are", () => {
	expect(fleetYaml.dependsOn).toMatchObject([{ name: "kyverno" }]);
});
