import { expect, test } from "vitest";
import type { WrittenObject } from "./object.ts";
import { validate } from "./validate.ts";

const deployment = (container: object, spec: object = {}) => ({
	apiVersion: "apps/v1",
	kind: "Deployment",
	metadata: { name: "web" },
	spec: {
		selector: { matchLabels: { app: "web" } },
		template: {
			metadata: { labels: { app: "web" } },
			spec: { containers: [{ name: "web", image: "web:1", ...container }] },
		},
		...spec,
	},
});

const CONTAINER = "spec.template.spec.containers[0]";

test("a valid object has no mismatch", () => {
	const object = deployment(
		{
			ports: [{ name: "http", containerPort: 80 }],
			resources: { limits: { cpu: 2, memory: "1Gi" } },
			readinessProbe: { httpGet: { path: "/", port: "http" } },
		},
		{ strategy: { rollingUpdate: { maxSurge: "25%", maxUnavailable: 0 } } },
	);
	expect(validate(object)).toEqual([]);
});

test("unknown kinds and versions have no schema", () => {
	expect(
		validate({ apiVersion: "apps/v1", kind: "Deploymnet" }),
	).toBeUndefined();
	expect(
		validate({ apiVersion: "extensions/v1beta1", kind: "Ingress" }),
	).toBeUndefined();
});

test.each([
	[
		"a misspelt field",
		{ imagePulPolicy: "Always" },
		"unknown-field",
		".imagePulPolicy",
		"did you mean 'imagePullPolicy'?",
	],
	[
		"a number as the value of a variable",
		{ env: [{ name: "A", value: 1 }] },
		"wrong-type",
		".env[0].value",
		"use a string",
	],
	[
		"a string as a port",
		{ ports: [{ containerPort: "80" }] },
		"wrong-type",
		".ports[0].containerPort",
		"use an integer",
	],
	[
		"a fractional port",
		{ ports: [{ containerPort: 80.5 }] },
		"wrong-type",
		".ports[0].containerPort",
		"use an integer",
	],
	[
		"a number beyond 32 bits",
		{ ports: [{ containerPort: 2 ** 31 }] },
		"invalid-value",
		".ports[0].containerPort",
		"use at most 2147483647",
	],
	[
		"a port without a number",
		{ ports: [{ name: "http" }] },
		"missing-field",
		".ports[0].containerPort",
		"set containerPort",
	],
	[
		"an unknown unit",
		{ resources: { limits: { memory: "1GB" } } },
		"invalid-value",
		".resources.limits.memory",
		"write it as 500m, 2 or 1Gi",
	],
	[
		"a repeated variable",
		{ env: [{ name: "A" }, { name: "A" }] },
		"duplicate-entry",
		".env[1]",
		"remove one of them",
	],
	[
		"an object instead of a list",
		{ args: { a: 1 } },
		"wrong-type",
		".args",
		"use a list",
	],
])("%s is found, with its path and a fix", (_, container, code, at, help) => {
	expect(validate(deployment(container))).toMatchObject([
		{ code, path: `${CONTAINER}${at}`, help },
	]);
});

test("all mismatches are found at once", () => {
	const object = deployment({ nmae: "a" }, { replicsa: 1, paused: "no" });
	expect(
		validate(object)
			?.map(({ path }) => path)
			.sort(),
	).toEqual(["spec.paused", "spec.replicsa", `${CONTAINER}.nmae`]);
});

test("null counts as absent, also for required fields", () => {
	expect(validate(deployment({ args: null }))).toEqual([]);
	expect(validate(deployment({ name: null }))).toMatchObject([
		{ code: "missing-field", path: `${CONTAINER}.name` },
	]);
});

test("free-form fields accept anything", () => {
	const issuer = {
		apiVersion: "cert-manager.io/v1",
		kind: "Issuer",
		metadata: { name: "a" },
		spec: {
			acme: {
				server: "https://acme.example.org",
				privateKeySecretRef: { name: "a" },
				solvers: [
					{
						dns01: {
							webhook: {
								groupName: "a",
								solverName: "b",
								config: { any: [1] },
							},
						},
					},
				],
			},
		},
	};
	expect(validate(issuer)).toEqual([]);
});

test("a field that the schema rejects does not compile", () => {
	const typed: WrittenObject = {
		apiVersion: "networking.k8s.io/v1",
		kind: "Ingress",
		metadata: { name: "a" },
		// @ts-expect-error: misspelt
		spec: { ingressClasName: "traefik" },
	};
	expect(validate(typed)).toMatchObject([{ code: "unknown-field" }]);
});
