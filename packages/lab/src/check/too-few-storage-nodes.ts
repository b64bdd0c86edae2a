import { fault } from "@lab/core";
import type { Rule } from "./rule.ts";

/** Every storage class finds as many nodes as it makes copies: Longhorn puts each copy on its own node. */
export const tooFewStorageNodes: Rule = {
	code: "too-few-storage-nodes",
	check({ storageClasses, nodes }) {
		return Object.entries(storageClasses).flatMap(
			([key, { replicas, nodeTags, diskTags }]) => {
				const fit = nodes.filter(
					({ storageTags, disks }) =>
						nodeTags.every((tag) => storageTags.includes(tag)) &&
						disks.some(({ tags }) =>
							diskTags.every((tag) => tags.includes(tag)),
						),
				);
				return fit.length >= replicas
					? []
					: [
							fault({
								code: "too-few-storage-nodes",
								what: `storage class ${key} makes ${replicas} copies, and ${fit.length} node(s) have a disk for one`,
								where: `storageClasses.${key}`,
								help: "ask for fewer copies, fewer tags, or tag more disks",
							}),
						];
			},
		);
	},
};
