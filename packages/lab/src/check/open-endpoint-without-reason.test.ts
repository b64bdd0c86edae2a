import { expect, test } from "vitest";
import type { Endpoint } from "../endpoints.ts";
import { facts } from "../facts.ts";
import { openEndpointWithoutReason as rule } from "./open-endpoint-without-reason.ts";

test.each([undefined, "", "  "])("%j is not a reason", (why) => {
	const metrics = { ...facts.endpoints.metrics, why } as Endpoint;
	expect(rule.check({ ...facts, endpoints: { metrics } }, {})).toMatchObject([
		{ where: "endpoints.metrics" },
	]);
});
