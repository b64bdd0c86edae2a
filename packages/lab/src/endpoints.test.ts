import { expect, test } from "vitest";
import {
	type Endpoint,
	endpoints,
	hostOf,
	nodePorts,
	urlOf,
} from "./endpoints.ts";
import { environments } from "./environments.ts";

const { vaclab, local } = environments;

test.each([
	[endpoints.homepage, "lab.vac.dev", "localhost"],
	[endpoints.grafana, "grafana.lab.vac.dev", "grafana.localhost"],
	[endpoints.publicLogs, "public.log.lab.vac.dev", "public.log.localhost"],
])("$name has its host in each environment", (endpoint, inLab, inReplica) => {
	expect(hostOf(endpoint, vaclab)).toBe(inLab);
	expect(hostOf(endpoint, local)).toBe(inReplica);
});

test("a URL is the start page, and includes the port only if it is not the scheme's default", () => {
	expect(urlOf(endpoints.logs, vaclab)).toBe(
		"https://vlselect.lab.vac.dev/select/vmui/",
	);
	expect(urlOf(endpoints.grafana, local)).toBe("http://grafana.localhost:8080");
});

test("the public endpoint for writing requires a token, and only the listed ones are open", () => {
	expect(endpoints.publicOtlp.auth).toBe("token");
	const open = Object.values<Endpoint>(endpoints)
		.filter(({ auth }) => auth === "none")
		.map(({ name }) => name);
	expect(open.sort()).toEqual(["logs", "metrics", "public-logs"]);
});

test("node ports are unique and within the range of Kubernetes", () => {
	const given = Object.values(nodePorts).map(({ nodePort }) => nodePort);
	expect(new Set<number>(given).size).toBe(given.length);
	for (const port of given) {
		expect(port).toBeGreaterThanOrEqual(30_000);
		expect(port).toBeLessThanOrEqual(32_767);
	}
});
