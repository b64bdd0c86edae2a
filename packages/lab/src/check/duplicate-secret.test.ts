import { expect, test } from "vitest";
import { facts } from "../facts.ts";
import type { Secret } from "../secrets.ts";
import { duplicateSecret as rule } from "./duplicate-secret.ts";

const secret = (namespace: Secret["namespace"]): Secret => ({
	namespace,
	name: "token",
	keys: {},
	usedBy: [],
	why: "",
});

test("the same name twice in a namespace: names both declarations", () => {
	const secrets = {
		a: secret("kyverno"),
		b: secret("kyverno"),
		c: secret("homepage"),
	};
	expect(rule.check({ ...facts, secrets }, {})).toMatchObject([
		{
			what: "Secret kyverno/token is declared by both a and b",
			where: "secrets.b",
		},
	]);
});
