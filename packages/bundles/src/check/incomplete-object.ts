import { fault } from "@lab/core";
import type { Rule } from "./rule.ts";

/** Every object has an apiVersion, kind and name: otherwise, Fleet silently ignores its file. */
export const incompleteObject: Rule = {
	code: "incomplete-object",
	check: (bundles) =>
		bundles.flatMap(({ name, source, objects }) =>
			objects
				.filter(
					({ apiVersion, kind, metadata }) =>
						!apiVersion || !kind || !metadata?.name,
				)
				.map((object) =>
					fault({
						code: "incomplete-object",
						what: `${name} contains an object without ${["apiVersion", "kind"].find((key) => !object[key]) ?? "metadata.name"}`,
						where: source,
						help: "set apiVersion, kind and metadata.name",
					}),
				),
		),
};
