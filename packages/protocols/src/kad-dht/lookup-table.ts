import type { Derived } from "@lab/analysis/tables";
import {
	closerThan,
	type KadId,
	kadIdOf,
	nearest,
	targetFrom,
} from "./kad-id.ts";

/** Number of peers that a lookup of nim-libp2p returns. */
const REPLICATION = 20;

interface Lookup {
	readonly stream: string;
	readonly line: number;
	readonly time: number | bigint | null;
	readonly target: string;
	readonly durationMs: number;
	readonly rounds: number | null;
	readonly peers: string;
}

interface TriedPeer {
	readonly pid?: string;
	readonly dist?: string;
	readonly responded?: string;
	readonly attempts?: string;
}

const statusOf = ({ responded = "" }: TriedPeer): string => {
	const status = responded.trim().toLowerCase();
	return status.includes("timeout") ? "timeout" : status || "unknown";
};

/**
 * Each lookup with its outcome.
 *
 * `rank` is the rank of the closest peer that the lookup found, by distance to
 * the target among all nodes of the run; 1 is the closest node. `answered_rank`
 * considers only peers that responded. Both are null if the target's position
 * cannot be derived from the line.
 *
 * @see 10ksim kad_dht_analyzer.py, whose `closeness_score` is `rank`
 */
export const kadLookups: Derived = {
	name: "kad-dht.lookup",
	needs: ["kad-dht.lookup-finished", "kad-dht.node-started"],
	columns: {
		stream: "text",
		line: "int64",
		time: "int64",
		duration_ms: "int64",
		rounds: "int64",
		outcome: "text",
		error: "text",
		peers: "int32",
		attempted: "int32",
		answered: "int32",
		success_place: "int32",
		returned_place: "int32",
		known_nodes: "int32",
		rank: "int32",
		answered_rank: "int32",
		closest_found: "int32",
		closest_all: "int32",
	},
	async rows(database) {
		const nodes = await database.rows<{ peerId: string }>(
			"SELECT DISTINCT peerId FROM kad_dht_node_started",
		);
		const ids = new Map(
			nodes.flatMap(({ peerId }) => {
				const id = kadIdOf(peerId);
				return id === undefined ? [] : [[peerId, id] as const];
			}),
		);
		const lookups = await database.rows<Lookup>(
			"SELECT stream, line, time, target, durationMs, rounds, peers FROM kad_dht_lookup_finished",
		);
		return lookups.map((lookup) => rowOf(lookup, ids));
	},
};

function rowOf(lookup: Lookup, ids: ReadonlyMap<string, KadId>) {
	const tried = JSON.parse(lookup.peers) as TriedPeer[];
	const statuses = tried.map(statusOf);
	const known = tried.map(({ pid = "" }) => ids.get(pid));
	const target =
		kadIdOf(lookup.target) ??
		targetFrom(tried.map(({ pid = "", dist }) => ({ pid, dist })));
	const byDistance = tried
		.map((peer, at) => ({ distance: peer.dist ?? "", status: statuses[at] }))
		.filter(({ distance }) => /^[\da-f]+$/i.test(distance))
		.map(({ distance, status }) => ({
			distance: distance.toLowerCase().padStart(64, "0"),
			status,
		}))
		.sort((a, b) => (a.distance < b.distance ? -1 : 1));
	const place = (matches: (status: string | undefined) => boolean) => {
		const at = byDistance.findIndex(({ status }) => matches(status));
		return at < 0 ? null : at + 1;
	};
	const all = [...ids.values()];
	const rank = (matches: (status: string | undefined) => boolean) => {
		const found = known.filter(
			(id, at) => id !== undefined && matches(statuses[at]),
		) as KadId[];
		const [best] = target === undefined ? [] : nearest(target, found, 1);
		return best === undefined || target === undefined
			? null
			: all.filter((id) => closerThan(target, id, best)).length + 1;
	};
	const closest = target === undefined ? [] : nearest(target, all, REPLICATION);
	return {
		stream: lookup.stream,
		line: BigInt(lookup.line),
		time: lookup.time === null ? null : BigInt(lookup.time),
		duration_ms: BigInt(lookup.durationMs),
		rounds: lookup.rounds === null ? null : BigInt(lookup.rounds),
		...outcomeOf(statuses),
		peers: tried.length,
		attempted: tried.filter(({ attempts }) => Number(attempts) > 0).length,
		answered: statuses.filter((status) => status === "success").length,
		success_place: place((status) => status === "success"),
		returned_place: place((status) => status !== "missing"),
		known_nodes: all.length,
		rank: rank(() => true),
		answered_rank: rank((status) => status === "success"),
		closest_found: closest.filter((id) => known.includes(id)).length,
		closest_all: closest.length,
	};
}

/** A lookup succeeds if at least one peer responded. Otherwise, its error is the most frequent status of its peers. */
function outcomeOf(statuses: readonly string[]): {
	outcome: string;
	error: string;
} {
	if (statuses.includes("success")) return { outcome: "success", error: "" };
	const failed = statuses.filter((status) => status !== "missing");
	const counts = new Map<string, number>();
	for (const status of failed) {
		counts.set(status, (counts.get(status) ?? 0) + 1);
	}
	const [error = "missing"] = [...counts].sort((a, b) => b[1] - a[1])[0] ?? [];
	return {
		outcome:
			failed.length === 0 || failed.includes("timeout") ? "timeout" : "error",
		error,
	};
}
