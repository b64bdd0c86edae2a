import { ApiObject, App } from "cdk8s";
import { describe, expect, test } from "vitest";
import { Bundle, type BundleProps } from "../bundle.ts";
import { renderBundle } from "../render.ts";
import { secretInBundle } from "./secret-in-bundle.ts";

/** Findings about one object, or about the values of a chart. */
function findingsOf(
	object: Record<string, unknown> | undefined,
	props: Partial<BundleProps> = {},
) {
	const app = new App();
	const bundle = new Bundle(app, "first", {
		namespace: "default",
		source: "test",
		...props,
	});
	if (object !== undefined)
		new ApiObject(bundle.objects, "object", {
			apiVersion: "v1",
			kind: "ConfigMap",
			metadata: { name: "one" },
			...object,
		} as never);
	return secretInBundle
		.check([renderBundle(bundle)], { namespaces: [], crdGroups: [] })
		.map(({ what }) => what);
}

const pod = (container: Record<string, unknown>) => ({
	kind: "Pod",
	spec: { containers: [{ name: "main", image: "a:1", ...container }] },
});
const env = (name: string, value: string) => pod({ env: [{ name, value }] });
const args = (...args: string[]) => pod({ args });
const file = (text: string) => ({ data: { "settings.conf": text } });
const chart = (values: Record<string, unknown>) => ({
	helm: {
		repo: "https://example.org",
		chart: "x",
		version: "1.0.0",
		releaseName: "x",
		values,
	},
});

describe("reports", () => {
	test.each<[string, Record<string, unknown>, string]>([
		["env", env("DB_PASSWORD", "hunter2"), "DB_PASSWORD"],
		["env", env("AWS_SECRET_ACCESS_KEY", "wJalrXUtn"), "AWS_SECRET_ACCESS_KEY"],
		["env", env("githubToken", "ghp_1234"), "githubToken"],
		["a flag", args("--db-password=hunter2"), "db-password"],
		["two words of a flag", args("--password", "hunter2"), "--password"],
		["a script", args("serve \\\n --api-key=abc123 \\\n"), "api-key"],
		["a URL", args("--db=postgres://me:hunter2@db:5432/x"), "in a URL"],
		["a URL in env", env("DB", "redis://:hunter2@cache:6379"), "in a URL"],
		["a ConfigMap", { data: { password: "hunter2" } }, "data.password"],
		["a line", file("user: me\npassword: hunter2\n"), "password"],
		["a quoted line", file('client_secret = "abc def"\n'), "client_secret"],
		["JSON", file('{"user": "me", "apiKey": "abc123"}'), "apiKey"],
		[
			"a private key",
			file("-----BEGIN EC PRIVATE KEY-----\nMHcCAQ\n"),
			"a private key",
		],
		["a short name", env("DB_PASS", "hunter2"), "DB_PASS"],
		[
			"a header of a flag",
			args("--header=Authorization: Basic bWU6aHVudGVyMg=="),
			"a header",
		],
		["a header in env", env("AUTH", "Bearer 0a1b2c3d4e5f6a7b"), "a header"],
		["a login of curl", args("curl -s -u me:hunter2 http://a"), "a password"],
		["GitHub", env("GH", `ghp_${"a1".repeat(18)}`), "of GitHub"],
		["AWS", file("id = AKIAABCDEFGHIJKLMNOP\n"), "of AWS"],
		[
			"a webhook",
			file("url: https://hooks.slack.com/services/T0/B0/abc\n"),
			"a webhook",
		],
		[
			"a web token",
			env("A", "eyJhbGciOiJI.eyJzdWIiOiIx.c2lnbmF0dXJl"),
			"a JSON web token",
		],
		["a hash", file("me:$apr1$abcdefgh$0123456789abcdefghij/.\n"), "the hash"],
	])("%s with a literal: %j", (_where, object, place) => {
		expect(findingsOf(object)).toEqual([expect.stringContaining(place)]);
	});

	test.each<[Record<string, unknown>, string]>([
		[{ grafana: { adminPassword: "admin" } }, "grafana.adminPassword"],
		[{ extraEnv: [{ name: "API_TOKEN", value: "abc123" }] }, "API_TOKEN"],
		[{ auth: { credentials: "abc123" } }, "auth.credentials"],
		[{ config: "smtp://me:hunter2@mail" }, "config"],
	])("a chart's values with a literal: %j", (values, place) => {
		expect(findingsOf(undefined, chart(values))).toEqual([
			expect.stringContaining(place),
		]);
	});

	test("never the secret itself", () => {
		for (const what of findingsOf(
			args("--db=a://me:hunter2@db", "-token=hunter2"),
		))
			expect(what).not.toContain("hunter2");
	});
});

describe("accepts", () => {
	test.each<[string, Record<string, unknown>]>([
		[
			"a reference to a Secret",
			pod({
				env: [
					{
						name: "DB_PASSWORD",
						valueFrom: { secretKeyRef: { name: "db", key: "password" } },
					},
				],
			}),
		],
		["a variable", env("PASSWORD", "$(DB_PASSWORD)")],
		["a variable in a flag", args("--password=$DB_PASSWORD")],
		["a variable in a URL", args("--db=postgres://me:$(DB_PASSWORD)@db")],
		["a URL without a password", args("--db=postgres://me@db:5432/x")],
		["a URL with a port", args("http://host:8080/a@b")],
		["an image", { kind: "Pod", spec: { image: "registry:5000/a@sha256:1" } }],
		["a template", file("password: {{ .Values.password }}\n")],
		["a tag of Authentik", file("client_secret: !Env CLIENT_SECRET\n")],
		["a path", file("credentials_file: /a\npassword: /etc/password\n")],
		["a lifetime", file("token: 30m\n")],
		[
			"a header from a variable",
			file(
				'curl -u "$USER:$PASS" -H "Authorization: Bearer $TOKEN" http://a\n',
			),
		],
		["a proxy", file("proxy_pass: http://a\nbypass: x\n")],
		["numbers of a user", args("docker run --user 1000:1000 a")],
		["a word", file("title: Basic authentication, Bearer tokens\n")],
		["a comment", file("# password: in the Secret db\n")],
		["a substitution", args('token=$(cat /token)\nuse "$token"')],
		["the name of a Secret", { spec: { tls: [{ secretName: "web-tls" }] } }],
		["an endpoint", file("token_url: https://example.org/token/\n")],
	])("%s: %j", (_what, object) => {
		expect(findingsOf(object)).toEqual([]);
	});

	test.each([
		[{ admin: { existingSecret: "grafana", passwordKey: "admin-password" } }],
		[{ ini: { client_secret: "$__file{/etc/secrets/client_secret}" } }],
		// biome-ignore lint/suspicious/noTemplateCurlyInString: the program expands it, not JavaScript
		[{ auth: { token: "${env:TOKEN}" } }],
		[{ prune: { token: "" } }],
	])("a chart's values: %j", (values) => {
		expect(findingsOf(undefined, chart(values))).toEqual([]);
	});

	test("values that everyone may know, also in a URL", () => {
		const publicValues = [
			{ value: "hunter2", reason: "a test" },
			{ value: /^0{4}/, reason: "a test" },
		];
		for (const object of [
			env("PASSWORD", "hunter2"),
			env("PRIVATE_KEYS", "0000ab"),
			args("--db=a://me:hunter2@db"),
		])
			expect(findingsOf(object, { publicValues })).toEqual([]);
		expect(findingsOf(env("PASSWORD", "other"), { publicValues })).toHaveLength(
			1,
		);
	});
});
