import { expect, test } from "vitest";
import type { Endpoint } from "../endpoints.ts";
import { facts } from "../facts.ts";
import { openEndpointAtRoot as rule } from "./open-endpoint-at-root.ts";

const check = (change: Partial<Endpoint>) => {
	const publicLogs = { ...facts.endpoints.publicLogs, ...change } as Endpoint;
	return rule.check({ ...facts, endpoints: { publicLogs } }, {});
};

test.each(["/", "", "//", "/select/.."])("%j is every path", (path) => {
	expect(check({ path })).toMatchObject([
		{ where: "endpoints.publicLogs.path" },
	]);
});

test("a prefix is enough, and so is a login", () => {
	expect(check({ path: "/select" })).toEqual([]);
	expect(check({ path: "/", auth: "authentik" })).toEqual([]);
});
