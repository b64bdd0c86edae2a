import { expect, test } from "vitest";
import { facts } from "../facts.ts";
import type { Secret } from "../secrets.ts";
import { duplicateSecret as rule } from "./duplicate-secret.ts";

const secret = (namespace: string): Secret => ({
	namespace,
	name: "token",
	keys: {},
	usedBy: [],
	why: "",
});

test("one name in one namespace twice: names both declarations", () => {
	const secrets = { a: secret("lab"), b: secret("lab"), c: secret("other") };
	expect(rule.check({ ...facts, secrets }, {})).toMatchObject([
		{
			what: "Secret lab/token is declared by both a and b",
			where: "secrets.b",
		},
	]);
});
