import { createHash } from "node:crypto";
import { beforeAll, expect, test } from "vitest";
import { figuresOfLines, nim } from "../testing.ts";
import { closerThan, kadIdOf, nearest } from "./kad-id.ts";

/** Valid base58 ids; only their positions in the key space matter. */
const ids = ["3ABCx1", "3ABCx2", "3ABCx3", "3ABCx4", "3ABCx5"];
const target = "3ABCtarget";
const positionOf = (id: string) => kadIdOf(id) ?? { high: 0, low: 0 };

/** All nodes by their distance to the target, closest first. */
const ranked = [...ids].sort((a, b) =>
	closerThan(positionOf(target), positionOf(a), positionOf(b)) ? -1 : 1,
);

/** Full distance in hex, the format that the program logs. */
function distance(a: string, b: string): string {
	const hash = (text: string) => {
		const digits = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
		let number = 0n;
		for (const char of text)
			number = number * 58n + BigInt(digits.indexOf(char));
		const hex = number.toString(16);
		return createHash("sha256")
			.update(Buffer.from(hex.length % 2 ? `0${hex}` : hex, "hex"))
			.digest();
	};
	const [x, y] = [hash(a), hash(b)];
	return Buffer.from(x.map((byte, at) => byte ^ (y[at] as number))).toString(
		"hex",
	);
}

const peer = (rank: number, responded: string, attempts = 1, known = true) => {
	const id = ranked[rank - 1] as string;
	return `(pid: ${id}, dist: ${known ? distance(target, id) : "missing"}, responded: ${responded}, attempts: ${attempts})`;
};
const lookup = (
	second: number,
	ms: number,
	peers: readonly string[],
	looked = target,
	more = "",
) =>
	nim(
		second,
		"Lookup finished",
		`tid=1 ${more}target=${looked} duration_ms=${ms} peers="[${peers.join(", ")}]"`,
	);

let figures: Awaited<ReturnType<typeof figuresOfLines>>;
beforeAll(async () => {
	const started = (second: number, id: string, role: string) =>
		nim(second, "Node started", `tid=1 peerId=${id} role=${role}`, "NTC");
	const warm = (second: number) =>
		nim(second, "Warmup complete", "tid=1", "NTC");
	const connected = (second: number) =>
		nim(second, "Connected to bootstrap", "tid=1", "NTC");
	figures = await figuresOfLines({
		"bootstrap-0": [started(10, ids[0] as string, "RoleBootstrap")],
		"nodes-0": [
			started(11, ids[1] as string, "RoleNormal"),
			connected(12),
			warm(20),
		],
		"nodes-1": [
			started(11, ids[2] as string, "RoleNormal"),
			connected(14),
			warm(50),
		],
		"nodes-2": [started(11, ids[3] as string, "RoleNormal")],
		"probe-0": [
			started(11, ids[4] as string, "RoleProbe"),
			lookup(
				60,
				100,
				[peer(1, "Success"), peer(2, "Success")],
				target,
				"rounds=3 ",
			),
			// Found the closest peer, but only the third-closest responded.
			lookup(65, 200, [peer(1, "Failed", 3), peer(3, "Success", 1)]),
			// The target is shortened; its position follows from a peer's distance.
			lookup(
				70,
				300,
				[peer(2, "Success"), peer(4, "missing", 0)],
				"3AB*target",
			),
			// Neither a distance nor a full target: the rank is unknown.
			lookup(75, 9000, [peer(2, "Timeout", 2, false)], "3AB*target"),
			lookup(80, 50, [peer(5, "Failed"), peer(4, "Failed")]),
			nim(
				90,
				"Probe Failed",
				'tid=1 target=3ABC success=false error="Timeout exceeded!"',
				"WRN",
			),
		],
	});
}, 60_000);

test("lookups: outcomes, durations, peers", () => {
	expect(figures["kad-lookups"]).toEqual([
		{
			node: "probe-0",
			lookups: 5,
			successes: 3,
			timeouts: 1,
			errors: 1,
			success_share: 0.6,
			p50_ms: 200,
			p95_ms: 9000,
			p99_ms: 9000,
			max_ms: 9000,
			attempted_p50: 2,
			attempted_p95: 2,
			answered_p50: 1,
			hops_p50: 3,
			hops_max: 3,
		},
	]);
});

test("closeness: rank by XOR distance among all nodes of the run", () => {
	expect(figures["kad-closeness"]).toEqual([
		{
			node: "probe-0",
			lookups: 5,
			nodes: 5,
			lookups_ranked: 4,
			found_closest: 2,
			closest_answered: 1,
			rank_p50: 1,
			rank_p95: 4,
			rank_max: 4,
			answered_rank_p50: 2,
			found_of_20_closest: 8 / 20,
			success_place_mean: (1 + 2 + 1) / 3,
			returned_place_mean: 1,
		},
	]);
});

test("lookups by rank of the closest peer found, and whether it responded", () => {
	expect(figures["kad-ranks"]).toEqual([
		{ closeness: 1, lookups: 2, answered: 1 },
		{ closeness: 2, lookups: 1, answered: 1 },
		{ closeness: 4, lookups: 1, answered: 0 },
	]);
});

test("durations of lookups, by outcome", () => {
	expect(figures["kad-lookup-curve"]).toEqual([
		{ ended: "error", share: 1, took_ms: 50 },
		{ ended: "success", share: 1 / 3, took_ms: 100 },
		{ ended: "success", share: 2 / 3, took_ms: 200 },
		{ ended: "success", share: 1, took_ms: 300 },
		{ ended: "timeout", share: 1, took_ms: 9000 },
	]);
});

test("failures of lookups and probes are counted by reason", () => {
	expect(figures["kad-failures"]).toEqual([
		{ node: "probe-0", what: "lookup", reason: "failed", times: 1 },
		{ node: "probe-0", what: "lookup", reason: "timeout", times: 1 },
		{ node: "probe-0", what: "probe", reason: "Timeout exceeded!", times: 1 },
	]);
});

test("warm-up is measured from the start of the bootstrap node", () => {
	expect(figures["kad-warm-up"]).toEqual([
		{
			node_group: "nodes",
			step: "connected to bootstrap",
			nodes: 2,
			first_s: 2,
			p50_s: 2,
			p95_s: 4,
			last_s: 4,
		},
		{
			node_group: "nodes",
			step: "warmed up",
			nodes: 2,
			first_s: 10,
			p50_s: 10,
			p95_s: 40,
			last_s: 40,
		},
	]);
});

test("warm-up over time: number of nodes at each milestone", () => {
	expect(figures["kad-warm-up-curve"]).toEqual([
		{ milestone: "connected to bootstrap", second: 2, nodes: 1 },
		{ milestone: "connected to bootstrap", second: 4, nodes: 2 },
		{ milestone: "warmed up", second: 10, nodes: 1 },
		{ milestone: "warmed up", second: 40, nodes: 2 },
	]);
});

test("the nearest ids are found independent of their order", () => {
	const positions = ids.map(positionOf);
	expect(nearest(positionOf(target), positions, 3)).toEqual(
		ranked.slice(0, 3).map(positionOf),
	);
	expect(nearest(positionOf(target), [...positions].reverse(), 3)).toEqual(
		ranked.slice(0, 3).map(positionOf),
	);
});

test("a shortened id has no position", () => {
	expect(kadIdOf("16U*abcdef")).toBeUndefined();
	expect(kadIdOf("")).toBeUndefined();
});
