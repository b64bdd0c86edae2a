import type { Derived } from "./derived.ts";

const QUOTED = /'([^']*)'/g;
const HEX = /^(?:0x)?[\da-f]{64}$/i;

/** The same number as the `id` of other waku events. @returns undefined when it is no hash */
function idOf(hash: string): bigint | undefined {
	const hex = HEX.test(hash)
		? hash.replace(/^0x/, "")
		: Buffer.from(hash, "base64").toString("hex");
	return hex.length === 64 ? BigInt(`0x${hex.slice(0, 15)}`) : undefined;
}

/** Messages that a store gave to a checker, one row each; id null: no hash. */
export const storeListings: Derived = {
	name: "waku.store-listing",
	needs: ["waku.store-checked"],
	columns: { stream: "text", line: "int64", id: "int64" },
	rows: async (database) =>
		(
			await database.rows<{ stream: string; line: number; hashes: string }>(
				"SELECT stream, line, hashes FROM waku_store_checked",
			)
		).flatMap(({ stream, line, hashes }) =>
			[...hashes.matchAll(QUOTED)].map(([, hash = ""]) => ({
				stream,
				line: BigInt(line),
				id: idOf(hash) ?? null,
			})),
		),
};
