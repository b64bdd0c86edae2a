import { App } from "cdk8s";
import { expect, test } from "vitest";
import { add } from "./add.ts";
import { Bundle } from "./bundle.ts";
import { crdRuleFindings } from "./crd-rules.ts";
import { renderBundle } from "./render.ts";

/** Faults of one custom resource. */
async function faultsOf(apiVersion: string, kind: string, spec: object) {
	const bundle = new Bundle(new App(), "one", {
		namespace: "default",
		source: "test",
	});
	add(bundle.objects, "one", {
		...{ apiVersion, kind, metadata: { name: "one" }, spec },
	} as never);
	return (await crdRuleFindings([renderBundle(bundle)])).map(
		({ what }) => what,
	);
}

const middleware = (prefix: string) =>
	faultsOf("traefik.io/v1alpha1", "Middleware", { addPrefix: { prefix } });
const venafi = (...names: string[]) =>
	faultsOf("cert-manager.io/v1", "ClusterIssuer", {
		venafi: {
			zone: "a",
			...Object.fromEntries(names.map((name) => [name, {}])),
		},
	});
const cpu = (boost: object) =>
	faultsOf("operator.victoriametrics.com/v1beta1", "VMSingle", {
		vpa: {
			resourcePolicy: {
				containerPolicies: [{ startupBoost: { cpu: boost } }],
			},
		},
	});

test("a string that breaks its rule is found", async () => {
	expect(await middleware("api")).toEqual([
		"spec.addPrefix.prefix of Middleware one breaks a rule of its CRD: must start with a '/'",
	]);
	expect(await middleware("/api")).toEqual([]);
});

test("alternatives that exclude each other are found", async () => {
	expect(await venafi()).toHaveLength(1);
	expect(await venafi("tpp")).toEqual([]);
	expect(await venafi("tpp", "cloud")).toHaveLength(1);
});

test("a rule deep inside a list is found", async () => {
	expect(await cpu({ type: "Factor" })).toEqual([
		expect.stringContaining("factor is required when type is Factor"),
	]);
	expect(await cpu({ type: "Factor", factor: 2 })).toEqual([]);
	expect(await cpu({ type: "Factor", factor: 2, quantity: "1" })).toHaveLength(
		1,
	);
});
