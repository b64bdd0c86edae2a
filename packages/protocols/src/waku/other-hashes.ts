import type { GapFact, RunFacts } from "@lab/analysis/ledger";
import type { Database } from "@lab/analysis/tables";

/** Reason why a delivery between the two implementations is unobservable. */
const OTHER_HASHES = "the hashes in go-waku's log differ from nwaku's";

/**
 * Marks deliveries between go-waku and nwaku as unobservable, instead of missing,
 * if their logs identify messages by different hashes. Until the end of 2023,
 * go-waku omitted the timestamp from a message's hash. This is assumed if the
 * two logs have no id in common, and go-waku's contains ids that it did not
 * publish itself.
 */
export async function withOtherHashes(
	database: Database,
	facts: RunFacts,
): Promise<RunFacts> {
	const [found] = await database.rows<{ apart: boolean }>(`
		WITH go AS (SELECT id FROM go_waku_received UNION SELECT id FROM go_waku_published),
		nim AS (SELECT id FROM waku_received UNION SELECT id FROM waku_published)
		SELECT EXISTS (SELECT 1 FROM nim)
			AND NOT EXISTS (SELECT 1 FROM go JOIN nim USING (id))
			AND EXISTS (SELECT 1 FROM go WHERE id NOT IN (SELECT id FROM go_waku_published)) AS apart`);
	if (!found?.apart) return facts;
	const goNodes = new Set(
		(
			await database.rows<{ node: string }>(
				"SELECT stream AS node FROM go_waku_received UNION SELECT stream FROM go_waku_published",
			)
		).map(({ node }) => node),
	);
	const times = facts.messages
		.map(({ sent, intended }) => sent ?? intended)
		.sort((a, b) => Number(a - b));
	const start = times[0] ?? 0n;
	const end = (times.at(-1) ?? 0n) + 1n;
	const gaps = [...goNodes].map(
		(node): GapFact => ({ node, start, end, reason: OTHER_HASHES }),
	);
	return {
		...facts,
		messages: facts.messages.map((message) =>
			goNodes.has(message.publisher)
				? { ...message, unidentified: message.unidentified ?? OTHER_HASHES }
				: message,
		),
		gaps: [...facts.gaps, ...gaps],
	};
}
