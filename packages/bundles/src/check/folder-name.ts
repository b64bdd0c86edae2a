import { fault, isDnsLabel } from "@lab/core";
import type { Rule } from "./rule.ts";

/** Every folder is one or two levels deep, and its names are DNS labels. */
export const folderName: Rule = {
	code: "folder-name",
	check: (bundles) =>
		bundles
			.filter(({ folder }) => {
				const parts = folder.split("/");
				return parts.length > 2 || !parts.every((part) => isDnsLabel(part));
			})
			.map(({ folder, source }) =>
				fault({
					code: "folder-name",
					what: `'${folder}' is not a valid folder of a bundle`,
					where: source,
					help: "use a-z, 0-9 and dashes, at most two levels",
				}),
			),
};
