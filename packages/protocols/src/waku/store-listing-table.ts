import type { Derived } from "@lab/analysis/tables";

const QUOTED = /'([^']*)'/g;
const HEX = /^(?:0x)?[\da-f]{64}$/i;

/** Converts a hash to the `id` of other Waku events. @returns undefined if the text is not a hash */
function idOf(hash: string): bigint | undefined {
	const hex = HEX.test(hash)
		? hash.replace(/^0x/, "")
		: Buffer.from(hash, "base64").toString("hex");
	return hex.length === 64 ? BigInt(`0x${hex.slice(0, 15)}`) : undefined;
}

/** Messages that a store returned to a checker, one row each; `id` is null if the text is not a hash. */
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
