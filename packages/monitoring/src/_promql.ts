import { parser } from "@prometheus-io/lezer-promql";

export interface Selector {
	readonly metric: string;
	readonly labels: readonly string[];
	/** Whether it is the argument of `rate`, `irate`, `increase` or `increase_prometheus`. */
	readonly inRate: boolean;
	/** Whether only its existence matters: the right side of `and`. */
	readonly asFilter: boolean;
}

/** Replaces Grafana's variables with sample values, as Grafana does before it sends a query. */
const substituteVariables = (expr: string): string =>
	expr.replaceAll("$__rate_interval", "2m").replaceAll(/\$\w+/g, "chosen");

/**
 * Returns the selectors of a PromQL expression.
 *
 * @throws SyntaxError with the position if the expression is not PromQL
 */
export function selectorsOf(expr: string): Selector[] {
	// A function of MetricsQL, which vmalert evaluates; the grammar is PromQL's.
	const text = substituteVariables(expr).replaceAll(
		"increase_prometheus(",
		"increase(",
	);
	const found: Selector[] = [];
	parser.parse(text).iterate({
		enter({ name, type, from, to, node }) {
			if (type.isError)
				throw new SyntaxError(
					`invalid PromQL at ${from}: '${text.slice(0, from)}' | '${text.slice(from)}'`,
				);
			// The grammar accepts a range after any expression; PromQL only after a selector.
			if (
				name === "MatrixSelector" &&
				node.firstChild?.name !== "VectorSelector"
			)
				throw new SyntaxError(`a range must follow a selector: '${text}'`);
			if (name !== "VectorSelector") return;
			const selector = text.slice(from, to);
			let call = node.parent;
			while (call && call.name !== "FunctionCall") call = call.parent;
			found.push({
				metric: /^\w+/.exec(selector)?.[0] ?? "",
				labels: [...selector.matchAll(/[{,]\s*(\w+)\s*(?:=|!)/g)].map(
					([, label = ""]) => label,
				),
				inRate:
					node.parent?.name === "MatrixSelector" &&
					/^(rate|irate|increase)\(/.test(
						call ? text.slice(call.from, call.to) : "",
					),
				asFilter:
					node.parent?.name === "BinaryExpr" &&
					node.parent.getChild("And") !== null &&
					node.parent.lastChild?.from === from,
			});
		},
	});
	return found;
}
