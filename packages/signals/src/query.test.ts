import { expect, test } from "vitest";
import { gossipQueries } from "./gossip.ts";
import { metrics } from "./metrics.ts";
import { toPromql } from "./query.ts";

const scope = { namespace: "N", rateWindow: "121s" } as const;
const promql = (name: string) => {
	const query = gossipQueries.find((one) => one.name === name);
	return query && toPromql(query, scope);
};

test("the 23 queries of 10ksim are asked, each under its own name", () => {
	expect(gossipQueries).toHaveLength(23);
	expect(new Set(gossipQueries.map(({ name }) => name)).size).toBe(23);
});

test.each([
	["libp2p-peers", 'libp2p_peers{namespace="N"}'],
	[
		"libp2p-in",
		'rate(libp2p_network_bytes_total{direction="in",namespace="N"}[121s])',
	],
	[
		"container-memory",
		'max by (pod) (container_memory_usage_bytes{namespace="N"})',
	],
	["nim-gc-memory", 'sum by (pod) (nim_gc_mem_bytes{namespace="N"})'],
	[
		"high-peers",
		'sum by (job) (libp2p_gossipsub_healthy_peers_topics{namespace="N"})',
	],
])("%s is asked as %s", (name, text) => {
	expect(promql(name)).toBe(text);
});

test("a rate is only taken of a counter", () => {
	for (const { rate, metric } of gossipQueries) {
		if (rate) expect(metrics[metric].type).toBe("counter");
	}
});
