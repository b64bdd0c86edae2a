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

/** SHA-256 of the canonical JSON, in hex. */
export const contentHash = (value: unknown): string =>
	createHash("sha256").update(canonicalJson(value)).digest("hex");
