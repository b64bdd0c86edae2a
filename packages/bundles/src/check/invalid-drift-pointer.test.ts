import { App } from "cdk8s";
import { expect, test } from "vitest";
import { Bundle } from "../bundle.ts";
import { renderBundle } from "../render.ts";
import { invalidDriftPointer } from "./invalid-drift-pointer.ts";

const workload = { apiVersion: "apps/v1", kind: "Deployment" };
const unknown = { apiVersion: "example.org/v1", kind: "Thing" };

function findingsOf(pointer: string, object = workload) {
	const bundle = new Bundle(new App(), "first", {
		namespace: "default",
		source: "test",
		drift: [{ ...object, jsonPointers: [pointer], reason: "a test" }],
	});
	return invalidDriftPointer.check([renderBundle(bundle)], {
		namespaces: [],
		crdGroups: [],
	});
}

test.each([
	["spec/replicas", workload, "write '/spec/replicas'"],
	["spec.replicas", workload, "write '/spec/replicas'"],
	["", workload, "name a field"],
	[
		"/metadata/annotations/lab.vac.dev/token",
		workload,
		"'/metadata/annotations/lab.vac.dev~1token'",
	],
	[
		"/spec/template/metadata/labels/a/b/c",
		workload,
		"'/spec/template/metadata/labels/a~1b~1c'",
	],
	[
		"/metadata/annotations/lab.vac.dev/token",
		unknown,
		"'/metadata/annotations/lab.vac.dev~1token'",
	],
	["/metadata/annotations/a~b", workload, "~0"],
	["/spec/replica", workload, "did you mean 'replicas'?"],
	["/spec/replicas/", workload, "~1"],
	["/spec/template/spec/containers/main/image", workload, "the index"],
])("the pointer '%s' to a %j is reported: %s", (pointer, object, help) => {
	expect(findingsOf(pointer, object)).toEqual([
		expect.objectContaining({
			code: "invalid-drift-pointer",
			what: expect.stringContaining(`'${pointer}' of first`),
			help: expect.stringContaining(help),
		}),
	]);
});

test.each([
	["/spec/replicas", workload],
	["/metadata/annotations", workload],
	["/metadata/annotations/lab.vac.dev~1token", workload],
	["/spec/template/spec/containers/0/image", workload],
	["/spec/template/spec/containers/-", workload],
	["/status/conditions/0/reason", workload],
	["/spec/anything/0/at~0all", unknown],
	["/metadata/annotations/lab.vac.dev~1token", unknown],
	["/data/a~1b", { apiVersion: "v1", kind: "ConfigMap" }],
	[
		"/webhooks/0/clientConfig/caBundle",
		{
			apiVersion: "admissionregistration.k8s.io/v1",
			kind: "ValidatingWebhookConfiguration",
		},
	],
])("the pointer '%s' to a %j is accepted", (pointer, object) => {
	expect(findingsOf(pointer, object)).toEqual([]);
});
