import { expect, test } from "vitest";
import { type Secret, secretEnv, secretKeyRef, secrets } from "./secrets.ts";

test("a reference to a key that the secret does not have does not compile", () => {
	expect(secretKeyRef(secrets.otelClientToken, "tokenExternal")).toEqual({
		secretKeyRef: { name: "otel-client-token", key: "tokenExternal" },
	});
	// @ts-expect-error: the key is called tokenExternal
	secretKeyRef(secrets.otelClientToken, "token_external");
	expect(secretEnv("TOKEN", secrets.otelClientToken, "token")).toEqual({
		name: "TOKEN",
		valueFrom: { secretKeyRef: { name: "otel-client-token", key: "token" } },
	});
});

test("both sides of a login share the client secret", () => {
	const { client_secret } = secrets.grafanaOidcClient.keys;
	expect(client_secret.as).toEqual({
		secret: secrets.grafanaOidcProvider,
		key: "client_secret",
	});
});

test.each(Object.entries<Secret>(secrets))(
	"%s: a component reads it, and random values are too long to guess",
	(_name, { usedBy, keys }) => {
		expect(usedBy.length).toBeGreaterThan(0);
		for (const value of Object.values(keys))
			if (value.how === "random")
				expect(value.length).toBeGreaterThanOrEqual(32);
	},
);
