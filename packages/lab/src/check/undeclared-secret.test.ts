import { expect, test } from "vitest";
import { facts } from "../facts.ts";
import { known } from "../values.ts";
import { undeclaredSecret as rule } from "./undeclared-secret.ts";

const read = (object: unknown, namespace = "authentik") =>
	rule.check(facts, { objects: [{ where: "a.ts", namespace, object }] });

test.each([
	["an environment variable", { secretKeyRef: { name: "nope", key: "a" } }],
	["a whole environment", { envFrom: [{ secretRef: { name: "nope" } }] }],
	["a volume", { volumes: [{ secret: { secretName: "nope" } }] }],
	[
		"a projected volume",
		{ projected: { sources: [{ secret: { name: "nope" } }] } },
	],
	["a chart value", { auth: { existingSecret: "nope" } }],
	[
		"a solver of challenges",
		{ cloudflare: { apiTokenSecretRef: { name: "nope", key: "a" } } },
	],
	["a scrape job", { bearerTokenSecret: { name: "nope", key: "a" } }],
])("%s that reads an undeclared Secret is found", (_what, object) => {
	expect(read(object)).toMatchObject([
		{ what: expect.stringContaining("Secret authentik/nope is read") },
	]);
});

test("a declaration in another namespace does not count", () => {
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

test("an undeclared key: suggests the intended one", () => {
	expect(
		read({ secretKeyRef: { name: "google-oauth", key: "client-id" } }),
	).toMatchObject([{ help: "did you mean 'client_id'?" }]);
});

test.each([
	{ secret: { secretName: "google-oauth", items: [{ key: "a", path: "b" }] } },
	{
		sources: [
			{ secret: { name: "google-oauth", items: [{ key: "a", path: "b" }] } },
		],
	},
])("an undeclared key as a file of a volume: %j", (volume) => {
	expect(read(volume)).toMatchObject([
		{ what: expect.stringContaining("key 'a' of Secret authentik/google") },
	]);
});

test("cert-manager reads the Secrets of a ClusterIssuer in its own namespace", () => {
	const issuer = {
		kind: "ClusterIssuer",
		spec: { ca: { secretName: "nope" } },
	};
	expect(read(issuer)).toMatchObject([
		{ what: expect.stringContaining("Secret cert-manager/nope is read") },
	]);
});

test.each([
	["optional", { secretRef: { name: "nope", optional: true } }],
	["created by cert-manager", { tls: [{ secretName: "grafana-tls" }] }],
	["without a name", { existingSecret: "" }],
])("a Secret that is %s needs no declaration", (_what, object) => {
	expect(read(object)).toEqual([]);
});

test("a Secret that a bundle creates, such as a token, needs no declaration", () => {
	const objects = [
		{ kind: "Secret", metadata: { name: "reader" } },
		{ volumes: [{ secret: { secretName: "reader" } }] },
	].map((object) => ({ where: "a.ts", namespace: "lab", object }));
	expect(rule.check(facts, { objects })).toEqual([]);
});

test("references are found inside markers of a release's values", () => {
	const release = {
		where: "a.ts",
		namespace: "vmetrics",
		chart: { name: "grafana", version: "1.0.0" },
		values: { admin: known({ existingSecret: "nope" }, "read by a template") },
	};
	expect(rule.check(facts, { releases: [release] })).toHaveLength(1);
});
