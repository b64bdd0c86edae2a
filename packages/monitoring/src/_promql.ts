import { parser } from "@prometheus-io/lezer-promql";

export interface Selector {
	readonly metric: string;
	readonly labels: readonly string[];
	/** Whether `rate` or one of its kind is taken of it. */
	readonly rated: boolean;
}

/** Grafana's own variables, as it would fill them. */
const filled = (expr: string): string =>
	expr.replaceAll("$__rate_interval", "2m").replaceAll(/\$\w+/g, "chosen");

/**
 * The selectors of a PromQL expression.
 *
 * @throws SyntaxError with the place when it is none
 */
export function selectorsOf(expr: string): Selector[] {
	const text = filled(expr);
	const found: Selector[] = [];
	parser.parse(text).iterate({
		enter({ name, type, from, to, node }) {
			if (type.isError)
				throw new SyntaxError(
					`no PromQL at ${from}: '${text.slice(0, from)}' | '${text.slice(from)}'`,
				);
			// The grammar lets a range follow anything; the language does not.
			if (
				name === "MatrixSelector" &&
				node.firstChild?.name !== "VectorSelector"
			)
				throw new SyntaxError(`a range of no selector: '${text}'`);
			if (name !== "VectorSelector") return;
			const selector = text.slice(from, to);
			let call = node.parent;
			while (call && call.name !== "FunctionCall") call = call.parent;
			found.push({
				metric: /^\w+/.exec(selector)?.[0] ?? "",
				labels: [...selector.matchAll(/[{,]\s*(\w+)\s*(?:=|!)/g)].map(
					([, label = ""]) => label,
				),
				rated:
					node.parent?.name === "MatrixSelector" &&
					/^(rate|irate|increase)\(/.test(
						call ? text.slice(call.from, call.to) : "",
					),
			});
		},
	});
	return found;
}
