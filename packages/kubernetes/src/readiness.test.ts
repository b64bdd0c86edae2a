import { expect, test } from "vitest";
import { READY_WITH, readinessNeeds, readyWith } from "./readiness.ts";

test("what is written is read again", () => {
	const needs = [
		{ bundle: "token-sync", kind: "Secret", name: "token" },
		{ bundle: "database", kind: "StatefulSet", name: "postgresql" },
	] as const;
	const text = readyWith(...needs)[READY_WITH];
	expect(text).toBe("token-sync:Secret/token, database:StatefulSet/postgresql");
	expect(readinessNeeds(text ?? "")).toEqual(needs);
});

test.each(["", "Secret/token", "sync:Pod/a", "sync:Secret/", "a:Secret/b,"])(
	"'%s' is not a list of needs",
	(text) => {
		expect(readinessNeeds(text)).toBeUndefined();
	},
);
