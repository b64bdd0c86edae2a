import { fault } from "@lab/core";
import { groupKindOf, titleOf } from "@lab/kubernetes";
import { mapOf } from "../references/reference.ts";
import { eachObject } from "./_objects.ts";
import { placeOf } from "./_places.ts";
import type { Rule } from "./rule.ts";

/** Files in ConfigMaps that are called JSON are JSON. Reading YAML would take longer than all other rules. */
export const brokenFile: Rule = {
	code: "broken-file",
	check: (bundles) =>
		eachObject(bundles, (object, entry) =>
			groupKindOf(object) === "ConfigMap"
				? Object.entries(mapOf(object.data))
						.filter(([name]) => name.endsWith(".json"))
						.flatMap(([name, text]) => {
							const why = whyNotJson(text);
							return why === undefined
								? []
								: [
										fault({
											code: "broken-file",
											what: `${name} in ${titleOf(object)} is not JSON: ${why}`,
											where: placeOf(entry, object, `data.${name}`),
											help: "correct the file, or give it the ending of its format",
										}),
									];
						})
				: [],
		),
};

function whyNotJson(text: unknown): string | undefined {
	// A program fills in templates before it reads the file.
	if (typeof text !== "string" || text.includes("{{ ")) return undefined;
	try {
		JSON.parse(text);
		return undefined;
	} catch (error) {
		return (error as SyntaxError).message;
	}
}
