import { expect, test } from "vitest";
import { gossipQueries } from "./gossip.ts";
import { metrics } from "./metrics.ts";
import { toPromql } from "./query.ts";
import { queueQueries } from "./queues.ts";

const scope = { namespace: "N", rateWindow: "121s" } as const;
const promql = (name: string) => {
	const query = gossipQueries.find((one) => one.name === name);
	return query && toPromql(query, scope);
};

/** 10ksim's 23 queries by the folder of their CSV, each with the direction that is an improvement. */
const tenKsim = {
	"": {
		"libp2p-peers": "neither",
		"libp2p-open-streams": "neither",
		"libp2p-in": "lower",
		"libp2p-out": "lower",
		"container-recv": "lower",
		"container-sent": "lower",
		"low-peers": "lower",
		"high-peers": "higher",
		"container-memory": "lower",
		"nim-gc-memory": "lower",
		"mesh-peers": "neither",
		"topic-peers": "neither",
		connections: "neither",
	},
	gossipsub: {
		"ihave-recv": "neither",
		"iwant-sent": "neither",
		"iwant-recv": "neither",
		"graft-sent": "neither",
		"graft-recv": "neither",
		"prune-sent": "neither",
		"prune-recv": "neither",
		duplicate: "lower",
		received: "neither",
		"idontwant-saved": "neither",
	},
} as const;

test.each(
	Object.entries(tenKsim).flatMap(([folder, queries]) =>
		Object.entries(queries).map(([name, better]) => [name, folder, better]),
	),
)("10ksim's query %s exists, in its folder '%s'", (name, folder, better) => {
	const [query, ...others] = gossipQueries.filter((one) => one.name === name);
	expect(others).toEqual([]);
	expect(query?.folder ?? "").toBe(folder);
	expect(typeof query?.better === "object" ? "neither" : query?.better).toBe(
		better,
	);
});

test("longer queues, more drops and a more negative penalty are worse", () => {
	expect(
		Object.fromEntries(queueQueries.map(({ name, better }) => [name, better])),
	).toEqual({
		"queue-high": "lower",
		"queue-medium": "lower",
		"queue-low": "lower",
		"queue-high-disconnects": "lower",
		"queue-medium-drops": "lower",
		"queue-low-drops": "lower",
		"slow-peer-penalty": "higher",
	});
});

test("every query has a unique name", () => {
	const names = [...gossipQueries, ...queueQueries].map(({ name }) => name);
	expect(new Set(names).size).toBe(names.length);
});

test.each([
	["libp2p-peers", 'libp2p_peers{namespace="N"}'],
	[
		"libp2p-in",
		'(rate(libp2p_network_bytes_total{direction="in",namespace="N"}[121s]) and libp2p_network_bytes_total{direction="in",namespace="N"})',
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
])("the PromQL of %s is %s", (name, text) => {
	expect(promql(name)).toBe(text);
});

test("only counters are queried as rates", () => {
	for (const { rate, metric } of gossipQueries) {
		if (rate) expect(metrics[metric].type).toBe("counter");
	}
});
