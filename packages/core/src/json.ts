import { createHash } from "node:crypto";

/** JSON with sorted keys: equal values give equal bytes. */
export function canonicalJson(value: unknown): string {
	return JSON.stringify(value, (_key, entry: unknown) =>
		entry !== null && typeof entry === "object" && !Array.isArray(entry)
			? Object.fromEntries(
					Object.entries(entry).sort(([a], [b]) => (a < b ? -1 : 1)),
				)
			: entry,
	);
}

/** Canonical JSON for files that people review: indented, one entry per line. */
export const reviewableJson = (value: unknown): string =>
	`${JSON.stringify(JSON.parse(canonicalJson(value)), null, "\t")}\n`;

/** SHA-256 of a value's canonical JSON, in hex. */
export const contentHash = (value: unknown): string =>
	createHash("sha256").update(canonicalJson(value)).digest("hex");
