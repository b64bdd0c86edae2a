import { expect, test } from "vitest";
import { facts } from "../facts.ts";
import { known } from "../values.ts";
import { undeclaredSecret as rule } from "./undeclared-secret.ts";

const read = (object: unknown, namespace = "authentik") =>
	rule.check(facts, { objects: [{ where: "a.ts", namespace, object }] });

test.each([
	["an environment variable", { secretKeyRef: { name: "nope", key: "a" } }],
	["all keys as environment", { envFrom: [{ secretRef: { name: "nope" } }] }],
	["a volume", { volumes: [{ secret: { secretName: "nope" } }] }],
	[
		"a projected volume",
		{ projected: { sources: [{ secret: { name: "nope" } }] } },
	],
	["a chart's value", { auth: { existingSecret: "nope" } }],
])("%s that reads an undeclared Secret", (_what, object) => {
	expect(read(object)).toMatchObject([
		{ what: expect.stringContaining("Secret authentik/nope is read") },
	]);
});

test("a declared Secret of another namespace is not there", () => {
	expect(
		read({ secretRef: { name: "google-oauth" } }, "homepage"),
	).toHaveLength(1);
});

test("a reference may name its namespace, as Fleet's valuesFrom does", () => {
	const from = {
		name: "google-oauth",
		namespace: "authentik",
		key: "client_id",
	};
	expect(read({ secretKeyRef: from }, "homepage")).toEqual([]);
});

test("a key that the declaration does not have: offers the one that was meant", () => {
	expect(
		read({ secretKeyRef: { name: "google-oauth", key: "client-id" } }),
	).toMatchObject([{ help: "did you mean 'client_id'?" }]);
});

test.each([
	["optional", { secretRef: { name: "nope", optional: true } }],
	["filled by cert-manager", { tls: [{ secretName: "grafana-tls" }] }],
	["an empty name", { existingSecret: "" }],
])("%s: nothing to declare", (_what, object) => {
	expect(read(object)).toEqual([]);
});

test("a Secret that a bundle makes itself, such as a token, is its own declaration", () => {
	const objects = [
		{ kind: "Secret", metadata: { name: "reader" } },
		{ volumes: [{ secret: { secretName: "reader" } }] },
	].map((object) => ({ where: "a.ts", namespace: "lab", object }));
	expect(rule.check(facts, { objects })).toEqual([]);
});

test("a release's values are looked at through their markers", () => {
	const release = {
		where: "a.ts",
		namespace: "vmetrics",
		chart: { name: "grafana", version: "1.0.0" },
		values: { admin: known({ existingSecret: "nope" }, "read by a template") },
	};
	expect(rule.check(facts, { releases: [release] })).toHaveLength(1);
});
