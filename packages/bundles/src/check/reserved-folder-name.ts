import { fault } from "@lab/core";
import type { Rule } from "./rule.ts";

/** Folder names with a special meaning for Fleet, Helm or kustomize. */
const RESERVED = new Set([
	"templates",
	"overlays",
	"charts",
	"crds",
	"raw-yaml",
]);

/** No folder has a reserved name. */
export const reservedFolderName: Rule = {
	code: "reserved-folder-name",
	check: (bundles) =>
		bundles.flatMap(({ folder, source }) => {
			const reserved = folder.split("/").find((part) => RESERVED.has(part));
			if (reserved === undefined) return [];
			return [
				fault({
					code: "reserved-folder-name",
					what: `the folder '${folder}' uses '${reserved}', which has a special meaning for Fleet`,
					where: source,
					help: "choose a different name",
				}),
			];
		}),
};
