import { expect, test } from "vitest";

import { facts } from "../facts.ts";
import { duplicateEndpointHost as rule } from "./duplicate-endpoint-host.ts";

test("one host for two endpoints is found in each environment", () => {
	const { grafana, metrics } = facts.endpoints;
	const endpoints = {
		grafana,
		metrics: { ...metrics, subdomain: "grafana" },
	} as typeof facts.endpoints;
	expect(
		rule.check({ ...facts, endpoints }, {}).map(({ what }) => what),
	).toEqual([
		"host grafana.lab.vac.dev leads to both grafana and metrics",
		"host grafana.localhost leads to both grafana and metrics",
	]);
});
