import { createHash } from "node:crypto";

/** JSON with sorted keys: the same value gives the same bytes. */
export function canonicalJson(value: unknown): string {
	return JSON.stringify(value, (_key, entry: unknown) =>
		entry !== null && typeof entry === "object" && !Array.isArray(entry)
			? Object.fromEntries(
					Object.entries(entry).sort(([a], [b]) => (a < b ? -1 : 1)),
				)
			: entry,
	);
}

/** The same for a file that people review: one entry a line. */
export const reviewableJson = (value: unknown): string =>
	`${JSON.stringify(JSON.parse(canonicalJson(value)), null, "\t")}\n`;

/** SHA-256 of the canonical JSON, in hex. */
export const contentHash = (value: unknown): string =>
	createHash("sha256").update(canonicalJson(value)).digest("hex");
