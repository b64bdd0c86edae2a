import { groupOf, nodesIn } from "@lab/record";
import type { MessageFact, RunFacts } from "../ledger/index.ts";
import type { Database } from "../tables/index.ts";
import type { Csvs } from "./read-csvs.ts";
import type { Course } from "./read-events.ts";
import type { Metadata } from "./read-metadata.ts";
import { timeOf } from "./time.ts";

/** Bootstrap nodes do not relay; 10ksim does not ask for their logs either. */
const isBootstrap = (set: string): boolean => set.includes("bootstrap");

interface SeenPod {
	readonly pod: string;
	readonly hosts: number;
	readonly host: string;
	readonly deliveries: number;
}

/** Returns the nodes of a run: those planned, and all nodes of other sets that logged something. */
export async function nodeFacts(
	database: Database,
	{ stack: { sets } }: Metadata,
	notes: string[],
): Promise<RunFacts["nodes"]> {
	const seen = await database.rows<SeenPod>(
		`SELECT pod, count(DISTINCT nullif(host, '')) AS hosts, max(host) AS host, count(*) FILTER (WHERE received) AS deliveries
		 FROM (SELECT pod, host, true AS received FROM imported_received UNION ALL SELECT pod, host, false FROM imported_sent)
		 GROUP BY pod`,
	);
	seen.sort((a, b) =>
		new Intl.Collator("en", { numeric: true }).compare(a.pod, b.pod),
	);
	const moved = seen.filter(({ hosts }) => hosts > 1);
	if (moved.length > 0) {
		notes.push(
			`${moved.length} pods ran on several machines, such as ${moved[0]?.pod}: each of them is taken to have its own clock`,
		);
	}
	const hosts = new Map(
		seen.map(({ pod, host, hosts: count }) => [pod, count > 1 ? "" : host]),
	);
	const planned = [...sets].filter(([set]) => !isBootstrap(set));
	const expected = planned.flatMap(([name, replicas]) =>
		nodesIn({ name, replicas }),
	);
	const beyond = seen.filter(
		({ pod }) =>
			planned.some(([set]) => set === groupOf(pod)) && !expected.includes(pod),
	);
	if (beyond.length > 0) {
		notes.push(
			`${beyond.length} nodes logged something that metadata.json does not count, such as ${beyond[0]?.pod}: they are expected to receive too`,
		);
	}
	const others = seen.filter(
		({ pod }) => !sets.has(groupOf(pod)) && !isBootstrap(groupOf(pod)),
	);
	if (sets.size === 0) {
		notes.push(
			`the number of nodes is not recorded: the ${others.length} that logged something are taken for all`,
		);
	} else if (others.length > 0) {
		notes.push(
			`metadata.json does not list the sets ${[...new Set(others.map(({ pod }) => groupOf(pod)))].join(", ")}: their ${others.length} nodes that logged something are taken for all`,
		);
	}
	for (const [set, replicas] of planned) {
		if (!seen.some(({ pod, deliveries }) => groupOf(pod) === set && deliveries))
			notes.push(`none of the ${replicas} nodes of ${set} logged a delivery`);
	}
	return [
		...expected,
		...beyond.map(({ pod }) => pod),
		...others.map(({ pod }) => pod),
	].map((node) => ({
		node,
		host: hosts.get(node) ?? "",
		group: groupOf(node),
	}));
}

interface SeenMessage {
	readonly id: string;
	readonly pod: string | null;
	readonly sent: number | bigint | null;
	readonly first: number | bigint;
	readonly shards: string | null;
}

/**
 * Returns all messages that any node logged, and leaves the temporary view
 * `imported_receipts` for the ledger.
 */
export async function messageFacts(
	database: Database,
	{ sentAt }: Csvs,
	nodes: RunFacts["nodes"],
	notes: string[],
): Promise<MessageFact[]> {
	// A relay sends too, but only a message that it has received.
	await database.run(`CREATE OR REPLACE TEMP TABLE imported_messages AS
		WITH sends AS (
			SELECT s.id, s.pod, min(s.at_ns) AS sent_ns, ${sentAt ? "false" : "bool_or(r.pod IS NOT NULL)"} AS relayed
			FROM imported_sent AS s
			LEFT JOIN (SELECT DISTINCT id, pod FROM imported_received) AS r ON r.id = s.id AND r.pod = s.pod
			GROUP BY s.id, s.pod
		),
		published AS (
			SELECT id, arg_min(pod, (relayed, sent_ns, pod)) AS pod, arg_min(sent_ns, (relayed, sent_ns, pod)) AS sent_ns
			FROM sends GROUP BY id
		),
		logged AS (
			SELECT id, min(sent_ns) AS sent_ns, min(at_ns) AS first_ns, list(DISTINCT shard) AS shards
			FROM (SELECT * FROM imported_received UNION ALL SELECT * FROM imported_sent) GROUP BY id
		)
		SELECT l.id, p.pod, coalesce(p.sent_ns, l.sent_ns) AS sent_ns, l.first_ns, array_to_string(list_sort(l.shards), ',') AS shards
		FROM logged AS l LEFT JOIN published AS p USING (id)`);
	await database.run(`CREATE OR REPLACE TEMP VIEW imported_receipts AS
		SELECT r.pod, r.id, ${sentAt ? "r.sent_ns" : "m.sent_ns"} AS sent_ns, r.at_ns AS received_ns
		FROM imported_received AS r JOIN imported_messages AS m USING (id)`);
	const rows = await database.rows<SeenMessage>(
		`SELECT id, pod, sent_ns AS sent, first_ns AS first, shards FROM imported_messages ORDER BY coalesce(sent_ns, first_ns), id`,
	);
	const unknown = rows.filter(({ pod }) => pod === null).length;
	if (unknown > 0) {
		notes.push(
			`${unknown} of ${rows.length} messages are not in sent.csv: who published them is unknown, and every node is expected to log them`,
		);
	}
	const groups = [...new Set(nodes.map(({ group }) => group))];
	return rows.map(({ id, pod, sent, first, shards }, index): MessageFact => {
		const receivers = receiversOf(shards, groups);
		return {
			id: BigInt(index),
			idText: id,
			publisher: pod ?? "",
			intended: BigInt(sent ?? first),
			...(sent !== null && { sent: BigInt(sent) }),
			...(receivers && { receivers }),
			result: "unknown",
		};
	});
}

/** Sets of a message's shards: `nodes-3` is of shard 3. Undefined if no set is named after a shard: all. */
function receiversOf(
	shards: string | null,
	groups: readonly string[],
): string[] | undefined {
	if (shards === null || shards === "") return undefined;
	const suffixes = shards.split(",").map((shard) => `-${shard}`);
	const mine = groups.filter((group) =>
		suffixes.some((suffix) => group.endsWith(suffix)),
	);
	return mine.length > 0 ? mine : undefined;
}

/** Notes publishes that no log line confirms. */
export function noteUnpublished(
	{ requested }: Course,
	messages: readonly MessageFact[],
	notes: string[],
): void {
	const missing = requested - messages.length;
	if (missing <= 0) return;
	notes.push(
		`${requested} publishes were requested and ${messages.length} messages were logged: ${missing} were never published, or both log lines were lost`,
	);
}

/** Windows of the run whose end is after their start: in a short run, 10ksim's `stable` ends before it. */
export const windowsOf = (
	{ windows }: Metadata,
	notes: string[],
): RunFacts["windows"] =>
	windows.flatMap(({ name, start, end }) => {
		const [from, until] = [timeOf(start), timeOf(end)];
		if (from === undefined || until === undefined) {
			notes.push(
				`the window '${name}' is left out: its times '${start}' and '${end}' cannot be read`,
			);
			return [];
		}
		return from < until ? [{ name, start: from, end: until }] : [];
	});

/** Returns the nodes that no row names: they received nothing, or their logs are missing. */
export async function nodesWithoutRow(
	database: Database,
	nodes: RunFacts["nodes"],
): Promise<string[]> {
	const rows = await database.rows<{ pod: string }>(
		"SELECT pod FROM imported_received UNION SELECT pod FROM imported_sent",
	);
	const seen = new Set(rows.map(({ pod }) => pod));
	return nodes.map(({ node }) => node).filter((node) => !seen.has(node));
}
