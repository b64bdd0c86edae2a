import { environments } from "@lab/lab";
import { labels } from "@lab/record";
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

test("the lab's own namespaces are excluded, each listed once", () => {
	const [{ values }] =
		defaults.matchConstraints.namespaceSelector.matchExpressions;
	expect(values).toEqual([...new Set(values)]);
	for (const { namespace } of components)
		if (namespace !== "default") expect(values).toContain(namespace);
	expect(values).toContain("kube-system");
	expect(values).not.toContain("default");
});

test("only pods that use the bandwidth scheduler get defaults", () => {
	expect(defaults.matchConditions[0].expression).toContain(
		'== "vaclab-scheduler"',
	);
});

test("only pods are changed, not the objects that Fleet deploys", () => {
	expect(defaults).toMatchObject({
		autogen: { podControllers: { controllers: [] } },
		matchConstraints: { resourceRules: [{ resources: ["pods"] }] },
	});
});

test("a pod without defaults is rejected in the lab, and admitted in an environment without webhooks", () => {
	const local = renderComponent(kyvernoPolicies, environments.local).object(
		"MutatingPolicy",
		"experiment-defaults",
	).spec as unknown as Policy;
	expect(defaults.failurePolicy).toBe("Fail");
	expect(local.failurePolicy).toBe("Ignore");
});

test("the cleanup controller may delete expired namespaces and pods of experiments", () => {
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

test("the policies depend on Kyverno's CRDs", () => {
	expect(fleetYaml.dependsOn).toMatchObject([{ name: "kyverno" }]);
});
