import { fault, suggestion } from "@lab/core";
import type { Rule } from "./rule.ts";

/** Every tag of a storage class exists on some node or disk. */
export const unknownStorageTag: Rule = {
	code: "unknown-storage-tag",
	check({ storageClasses, nodes }) {
		const onNodes = nodes.flatMap(({ storageTags }) => storageTags);
		const onDisks = nodes.flatMap(({ disks }) =>
			disks.flatMap(({ tags }) => tags),
		);
		const missing = (
			tags: readonly string[],
			existing: readonly string[],
			where: string,
			what: string,
		) =>
			tags
				.filter((tag) => !existing.includes(tag))
				.map((tag) =>
					fault({
						code: "unknown-storage-tag",
						what: `no ${what} has the tag '${tag}'`,
						where,
						help: suggestion(tag, [...new Set(existing)]),
					}),
				);
		return Object.entries(storageClasses).flatMap(
			([key, { nodeTags, diskTags }]) => [
				...missing(nodeTags, onNodes, `storageClasses.${key}.nodeTags`, "node"),
				...missing(diskTags, onDisks, `storageClasses.${key}.diskTags`, "disk"),
			],
		);
	},
};
