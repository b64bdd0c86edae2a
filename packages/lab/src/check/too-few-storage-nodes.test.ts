import { expect, test } from "vitest";
import { facts } from "../facts.ts";
import type { StorageClass } from "../storage.ts";
import { tooFewStorageNodes as rule } from "./too-few-storage-nodes.ts";

test("counts the nodes that carry all tags, on the node and on one disk", () => {
	const storageClasses = {
		it: {
			...(facts.storageClasses.workers as StorageClass),
			replicas: 2,
			nodeTags: ["monitoring"],
		},
	};
	expect(rule.check({ ...facts, storageClasses }, {})).toMatchObject([
		{
			what: "storage class it makes 2 copies, and 1 node(s) have a disk for one",
		},
	]);
});
