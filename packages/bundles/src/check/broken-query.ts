import { fault } from "@lab/core";
import { queryFault } from "../syntax/metricsql.ts";
import { visitRules } from "./_alerting-rules.ts";
import type { Rule } from "./rule.ts";

const queries = visitRules(({ title, type, expr }, path, { source }) => {
	const why = type === "prometheus" ? queryFault(expr) : undefined;
	return why === undefined
		? undefined
		: fault({
				code: "broken-query",
				what: `the query of rule ${title} ${why}: ${expr.trim()}`,
				where: `${source}: ${path()}.expr`,
				help: "correct the query; the whole group of a broken rule is not evaluated",
			});
});

/** VictoriaMetrics can parse the query of every rule. */
export const brokenQuery: Rule = {
	code: "broken-query",
	check: (bundles) => queries(bundles),
};
