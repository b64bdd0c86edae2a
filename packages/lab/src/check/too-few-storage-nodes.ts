import { fault } from "@lab/core";
import type { Rule } from "./rule.ts";

/** Every storage class matches as many nodes as it has replicas: Longhorn puts each copy on a different node. */
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
								what: `storage class ${key} needs ${replicas} nodes for its copies, but its tags match ${fit.length}`,
								where: `storageClasses.${key}`,
								help: "reduce its replicas or its tags, or tag more nodes and disks",
							}),
						];
			},
		);
	},
};
