import { fault, isDnsLabel } from "@lab/core";
import type { Check } from "./check.ts";

/** Folders to which Fleet, Helm or kustomize give a meaning of their own. */
const RESERVED = new Set([
	"templates",
	"overlays",
	"charts",
	"crds",
	"raw-yaml",
]);

/** Every folder is one or two plain names deep, holds no other bundle, and means nothing to Fleet. */
export const folderName: Check = (bundles) => {
	const folders = new Set(bundles.map(({ folder }) => folder));
	return bundles.flatMap(({ folder, source }) => {
		const parts = folder.split("/");
		const reserved = parts.find((part) => RESERVED.has(part));
		if (reserved !== undefined) {
			return [
				fault({
					code: "reserved-folder-name",
					what: `the folder '${folder}' uses '${reserved}', which Fleet reads as something else`,
					where: source,
					help: "choose another name",
				}),
			];
		}
		const outer = parts.length > 1 ? parts.slice(0, -1).join("/") : undefined;
		if (outer !== undefined && folders.has(outer)) {
			return [
				fault({
					code: "nested-bundle",
					what: `the bundle ${folder} stands inside the bundle ${outer}`,
					where: source,
					help: "put it beside the other: Fleet would ship its files twice",
				}),
			];
		}
		if (parts.length <= 2 && parts.every((part) => isDnsLabel(part))) return [];
		return [
			fault({
				code: "folder-name",
				what: `'${folder}' is not a folder for a bundle`,
				where: source,
				help: "use a-z, 0-9 and dashes, at most two levels",
			}),
		];
	});
};
