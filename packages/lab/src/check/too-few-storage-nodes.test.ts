import { expect, test } from "vitest";
import { facts } from "../facts.ts";
import type { StorageClass } from "../storage.ts";
import { tooFewStorageNodes as rule } from "./too-few-storage-nodes.ts";

test("counts the nodes that have all node tags, and a disk with all disk tags", () => {
	const storageClasses = {
		it: {
			...(facts.storageClasses.workers as StorageClass),
			replicas: 2,
			nodeTags: ["monitoring"],
		},
	};
	expect(rule.check({ ...facts, storageClasses }, {})).toMatchObject([
		{
			what: "storage class it needs 2 nodes for its copies, but its tags match 1",
		},
	]);
});
