import { expect, test } from "vitest";
import { facts } from "../facts.ts";
import type { StorageClass } from "../storage.ts";
import { unknownStorageTag as rule } from "./unknown-storage-tag.ts";

test.each([
	[{ nodeTags: ["wokrer"] }, "no node has the tag 'wokrer'"],
	[{ diskTags: ["nvme"] }, "no disk has the tag 'nvme'"],
])("%j", (change, what) => {
	const storageClasses = {
		it: { ...facts.storageClasses.workers, ...change } as StorageClass,
	};
	expect(rule.check({ ...facts, storageClasses }, {})).toMatchObject([
		{ what },
	]);
});
