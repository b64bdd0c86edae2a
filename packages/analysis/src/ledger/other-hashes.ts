import type { Database } from "../tables/index.ts";
import type { GapFact, RunFacts } from "./facts.ts";

/** Why a delivery between the two implementations is not told. */
export const OTHER_HASHES = "go-waku's log has other hashes than nwaku's";

/**
 * Facts in which nobody is blamed for a name. go-waku left the timestamp out of
 * a message's hash until the end of 2023, so that its lines and nwaku's may
 * have no id in common. Where they have none, and go-waku's tell of messages
 * that nobody published, what they say of each other's messages is not known.
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
	const ofGo = new Set(
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
	const gaps = [...ofGo].map(
		(node): GapFact => ({ node, start, end, reason: OTHER_HASHES }),
	);
	return {
		...facts,
		messages: facts.messages.map((message) =>
			ofGo.has(message.publisher)
				? { ...message, unidentified: message.unidentified ?? OTHER_HASHES }
				: message,
		),
		gaps: [...facts.gaps, ...gaps],
	};
}
