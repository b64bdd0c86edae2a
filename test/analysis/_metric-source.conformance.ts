import type { MetricQuery, MetricSource, Series } from "@lab/analysis/sources";
import { gossipQueries, type MetricName, metrics } from "@lab/signals";
import { beforeAll, describe, expect, test } from "vitest";

export const START_MS = 1_785_892_500_000;
const SCRAPE_MS = 15_000;
const SCRAPES = 40;
export const namespace = "lab-metrics";

interface Sample {
	readonly name: string;
	readonly labels: Readonly<Record<string, string>>;
	readonly points: readonly (readonly [number, number])[];
}

function at(scrape: number): number {
	return START_MS + scrape * SCRAPE_MS;
}
const scrapes = Array.from({ length: SCRAPES }, (_, index) => index);

/** Metrics whose samples are defined individually below. */
const individual = new Set<string>([
	"libp2p_peers",
	"libp2p_gossipsub_peers_per_topic_mesh",
	"libp2p_network_bytes_total",
	"container_memory_usage_bytes",
	"libp2p_gossipsub_received_total",
	"libp2p_gossipsub_healthy_peers_topics",
]);
const others = [...new Set(gossipQueries.map(({ metric }) => metric))].filter(
	(name) => !individual.has(name),
);
const special: Partial<Record<MetricName, Record<string, string>>> = {
	libp2p_open_streams: { type: "ConnManager", dir: "in" },
};

/** Scrapes that one node misses: stores differ in how long they keep its last value. */
export const gap = { start: at(12), end: at(20) } as const;

/** Gauges, counters with resets, a gap in the scrapes, and another namespace. */
export const samples: readonly Sample[] = [0, 1, 2].flatMap(
	(ordinal): Sample[] => {
		const base = {
			namespace,
			pod: `relay-${ordinal}`,
			instance: `10.0.0.${ordinal}:8008`,
			job: "nodes",
			node: "node-01",
		};
		const seen = scrapes.filter(
			(scrape) =>
				!(ordinal === 1 && at(scrape) >= gap.start && at(scrape) < gap.end),
		);
		const series = (
			name: string,
			value: (scrape: number) => number,
			more: Record<string, string> = {},
		): Sample => ({
			name,
			labels: { ...base, ...more },
			points: seen.map((scrape) => [at(scrape), value(scrape)] as const),
		});
		return [
			series("libp2p_peers", (scrape) => 10 + ((scrape * (ordinal + 3)) % 7)),
			series(
				"libp2p_gossipsub_peers_per_topic_mesh",
				(scrape) => 4 + (scrape % 3),
				{ topic: "a" },
			),
			series("libp2p_gossipsub_peers_per_topic_mesh", () => ordinal, {
				topic: "b",
			}),
			series(
				"libp2p_network_bytes_total",
				(scrape) => (scrape % 25) * 1000 * (ordinal + 1),
				{ direction: "in" },
			),
			series("libp2p_network_bytes_total", (scrape) => scrape * 500, {
				direction: "out",
			}),
			series("container_memory_usage_bytes", (scrape) => 6e7 + scrape, {
				container: "pod-0",
			}),
			series("container_memory_usage_bytes", (scrape) => 7e7 + scrape, {
				container: "",
			}),
			series("libp2p_gossipsub_received_total", (scrape) => scrape * 3),
			series("libp2p_gossipsub_healthy_peers_topics", () => 1),
			...others.map((name, index) =>
				series(
					name,
					(scrape) =>
						metrics[name].type === "counter"
							? scrape * (index + 1) + ordinal
							: ((scrape * (index + 2)) % 11) + ordinal,
					special[name],
				),
			),
			{
				...series("libp2p_peers", () => 99),
				labels: { ...base, namespace: "another" },
			},
		];
	},
);

const escaped = (labels: Sample["labels"]) =>
	Object.entries(labels)
		.filter(([, value]) => value !== "")
		.map(([name, value]) => `${name}=${JSON.stringify(value)}`)
		.join(",");

/** The samples as OpenMetrics text, which promtool and VictoriaMetrics read. */
export const openMetrics = (): string => {
	const names = [...new Set(samples.map(({ name }) => name))];
	return `${names
		.flatMap((name) => [
			`# TYPE ${name.replace(/_total$/, "")} ${name.endsWith("_total") ? "counter" : "gauge"}`,
			...samples
				.filter((one) => one.name === name)
				.flatMap(({ labels, points }) =>
					points.map(
						([ms, value]) =>
							`${name}{${escaped(labels)}} ${value} ${ms / 1000}`,
					),
				),
		])
		.join("\n")}\n# EOF\n`;
};

/** The samples in the older text format, with times in milliseconds. */
export const promText = (): string =>
	samples
		.flatMap(({ name, labels, points }) =>
			points.map(
				([ms, value]) => `${name}{${escaped(labels)}} ${value} ${ms}\n`,
			),
		)
		.join("");

export const queryOf = (name: string): MetricQuery => ({
	query: gossipQueries.find((one) => one.name === name) as MetricQuery["query"],
	scope: { namespace, rateWindow: "121s" },
	start: BigInt(at(0)) * 1_000_000n,
	end: BigInt(at(SCRAPES - 1)) * 1_000_000n,
	stepMs: 60_000,
});

export type Answer = Record<string, [number, number][]>;

/** Returns the points by the label that identifies the series. */
export async function answerOf(
	source: MetricSource,
	query: MetricQuery,
): Promise<Answer> {
	const answer: Answer = {};
	for await (const { labels, times, values } of source.range(
		query,
	) as AsyncIterable<Series>) {
		const name = query.query.series
			.map((label) => labels[label] ?? "")
			.join("_");
		answer[name] = [
			...(answer[name] ?? []),
			...Array.from(times, (time, index): [number, number] => [
				Number(time / 1_000_000n),
				Number((values[index] as number).toPrecision(10)),
			]),
		];
	}
	return answer;
}

/** Tests that every metric source must pass. */
export function conformsAsMetricSource(
	name: string,
	make: () => Promise<MetricSource>,
): void {
	describe(`${name} as a metric source`, () => {
		let source: MetricSource;
		beforeAll(async () => {
			source = await make();
		});

		test("returns a gauge at each step, for each instance of the namespace", async () => {
			const answer = await answerOf(source, queryOf("libp2p-peers"));
			expect(Object.keys(answer).sort()).toEqual([
				"10.0.0.0:8008",
				"10.0.0.1:8008",
				"10.0.0.2:8008",
			]);
			expect(answer["10.0.0.0:8008"]?.slice(0, 3)).toEqual([
				[at(0), 10],
				[at(4), 15],
				[at(8), 13],
			]);
		});

		test("sums the topics of a pod", async () => {
			const answer = await answerOf(source, queryOf("mesh-peers"));
			expect(answer["relay-2"]?.[1]).toEqual([at(4), 4 + (4 % 3) + 2]);
		});

		test("takes the maximum of a pod and its containers, not their sum", async () => {
			expect(
				(await answerOf(source, queryOf("container-memory")))["relay-0"]?.[0],
			).toEqual([at(0), 7e7]);
		});

		test("returns a counter unchanged", async () => {
			expect(
				(await answerOf(source, queryOf("received")))["relay-0"]?.at(-1),
			).toEqual([at(36), 108]);
		});

		test("sums over a job", async () => {
			expect(
				(await answerOf(source, queryOf("high-peers"))).nodes?.[0],
			).toEqual([at(0), 3]);
		});

		test("returns the increase per second as the rate of a steady counter", async () => {
			const points =
				(await answerOf(source, queryOf("libp2p-out")))["10.0.0.0:8008"] ?? [];
			for (const [, rate] of points.slice(3))
				expect(rate).toBeCloseTo(500 / 15, 0);
		});

		test("never returns a negative rate for a reset", async () => {
			for (const points of Object.values(
				await answerOf(source, queryOf("libp2p-in")),
			)) {
				for (const [, rate] of points) expect(rate).toBeGreaterThanOrEqual(0);
			}
		});

		test("returns nothing for an unknown namespace", async () => {
			const query = queryOf("libp2p-peers");
			const scope = { ...query.scope, namespace: "unknown" };
			expect(await answerOf(source, { ...query, scope })).toEqual({});
		});

		test("returns a long time range without gaps or overlaps", async () => {
			const fine = { ...queryOf("libp2p-peers"), stepMs: 1000 };
			const points = (await answerOf(source, fine))["10.0.0.0:8008"] ?? [];
			expect(points.map(([time]) => time)).toEqual(
				Array.from(
					{ length: points.length },
					(_, index) => at(0) + index * 1000,
				),
			);
			expect(points).toHaveLength(((SCRAPES - 1) * SCRAPE_MS) / 1000 + 1);
		});
	});
}
