import { fault } from "@lab/core";
import { mapOf } from "../references/reference.ts";
import { type TemplateNames, templateFault } from "../syntax/go-template.ts";
import { visitRules } from "./_alerting-rules.ts";
import type { Rule } from "./rule.ts";

/**
 * What vmalert 1.150 gives to its templates.
 *
 * @see https://docs.victoriametrics.com/victoriametrics/vmalert/#templating
 */
const names: TemplateNames = {
	functions: [
		...["args", "crlfEscape", "externalURL", "first", "formatTime"],
		...["htmlEscape", "humanize", "humanize1024", "humanizeDuration"],
		...["humanizePercentage", "humanizeTimestamp", "jsonEscape", "label"],
		...["match", "now", "parseDuration", "parseDurationTime", "pathEscape"],
		...["pathPrefix", "query", "queryEscape", "quotesEscape", "reReplaceAll"],
		...["safeHtml", "sortByLabel", "stripDomain", "stripPort", "strvalue"],
		...["title", "toLower", "toTime", "toUpper", "value"],
	],
	variables: [
		...["$activeAt", "$alertID", "$expr", "$externalLabels", "$externalURL"],
		...["$for", "$groupID", "$interval", "$isPartial", "$labels", "$type"],
		"$value",
	],
};

const templates = visitRules((rule, path, { source }) => {
	for (const field of ["annotations", "labels"])
		for (const [key, text] of Object.entries(mapOf(rule[field]))) {
			if (typeof text !== "string" || !text.includes("{{")) continue;
			const why = templateFault(text, names);
			if (why !== undefined)
				return fault({
					code: "broken-template",
					what: `the ${field.slice(0, -1)} ${key} of rule ${rule.title} ${why}`,
					where: `${source}: ${path()}.${field}.${key}`,
					help: "correct the template; vmalert would not evaluate the whole group, or write the text as it stands",
				});
		}
	return undefined;
});

/** vmalert can parse every template of a rule. */
export const brokenTemplate: Rule = {
	code: "broken-template",
	check: (bundles) => templates(bundles),
};
