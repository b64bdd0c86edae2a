import { join } from "node:path";
import { expect, test } from "vitest";
import {
	assertPinned,
	downloads,
	k3sUrl,
	k3sVersions,
	readChecksums,
} from "./downloads.ts";
import { everyChart } from "./platform-charts.ts";

test("the way from what runs to what is wanted takes every minor version in turn", () => {
	const minors = k3sVersions.map((version) => Number(version.split(".")[1]));
	expect(minors).toEqual(minors.map((_, step) => (minors[0] ?? 0) + step));
});

test("every download is one exact version of one file", () => {
	for (const url of downloads(everyChart())) {
		expect(url).toMatch(/\d+\.\d+\.\d+/);
		expect(url).not.toMatch(/latest|stable\.txt|install\.sh|get\.k3s\.io/);
	}
});

test("a download without a checksum is named", () => {
	const url = k3sUrl("v1.35.5+k3s1");
	expect(() => assertPinned([{ url, sha256: "" }])).toThrowError(url);
	expect(() => assertPinned([{ url, sha256: "0" }])).not.toThrow();
});

test("every download has a checksum, and none is kept of what nobody downloads", async () => {
	const root = join(import.meta.dirname, "../../../..");
	const known = await readChecksums(root);
	expect(Object.keys(known).sort()).toEqual(downloads(everyChart()).sort());
	for (const hash of Object.values(known))
		expect(hash).toMatch(/^[0-9a-f]{64}$/);
});
