import { join } from "node:path";
import { everyPlatformChart } from "@lab/lab";
import { expect, test } from "vitest";
import {
	assertPinned,
	downloads,
	k3sUrl,
	k3sVersions,
	readChecksums,
} from "./downloads.ts";

test("the upgrade path from the running version visits every minor version", () => {
	const minors = k3sVersions.map((version) => Number(version.split(".")[1]));
	expect(minors).toEqual(minors.map((_, step) => (minors[0] ?? 0) + step));
});

test("every download URL has an exact version", () => {
	for (const url of downloads(everyPlatformChart())) {
		expect(url).toMatch(/\d+\.\d+\.\d+/);
		expect(url).not.toMatch(/latest|stable\.txt|install\.sh|get\.k3s\.io/);
	}
});

test("a download without a checksum is an error that names it", () => {
	const url = k3sUrl("v1.35.5+k3s1");
	expect(() => assertPinned([{ url, sha256: "" }])).toThrowError(url);
	expect(() => assertPinned([{ url, sha256: "0" }])).not.toThrow();
});

test("every download has a checksum, and no checksum is unused", async () => {
	const root = join(import.meta.dirname, "../../..");
	const known = await readChecksums(root);
	expect(Object.keys(known).sort()).toEqual(
		downloads(everyPlatformChart()).sort(),
	);
	for (const hash of Object.values(known))
		expect(hash).toMatch(/^[0-9a-f]{64}$/);
});
