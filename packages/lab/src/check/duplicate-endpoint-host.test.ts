import { expect, test } from "vitest";

import { facts } from "../facts.ts";
import { duplicateEndpointHost as rule } from "./duplicate-endpoint-host.ts";

test("two endpoints with the same host: found in each environment", () => {
	const { grafana, metrics } = facts.endpoints;
	const endpoints = {
		grafana,
		metrics: { ...metrics, subdomain: "grafana" },
	} as typeof facts.endpoints;
	expect(
		rule.check({ ...facts, endpoints }, {}).map(({ what }) => what),
	).toEqual([
		"host grafana.lab.vac.dev is used by both grafana and metrics",
		"host grafana.localhost is used by both grafana and metrics",
	]);
});
