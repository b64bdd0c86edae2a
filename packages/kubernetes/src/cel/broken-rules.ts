import { Environment } from "@marcbachmann/cel-js";
import { isMap } from "../constraints/constraint.ts";
import type { RuledValue } from "./ruled-values.ts";

const environment = new Environment({ unlistedVariablesAreDyn: true });

type Evaluate = (context: {
	readonly self: unknown;
	readonly oldSelf?: unknown;
}) => unknown;

const compiled = new Map<string, Evaluate | undefined>();

function evaluatorOf(rule: string): Evaluate | undefined {
	if (!compiled.has(rule)) compiled.set(rule, compile(rule));
	return compiled.get(rule);
}

/** Whether a rule can be parsed. */
export const isJudged = (rule: string): boolean =>
	evaluatorOf(rule) !== undefined;

/**
 * Returns the values that break their rule.
 *
 * A rule is not judged if it uses a function that only Kubernetes has, or a
 * field that the API server would fill in first.
 */
export const brokenRules = <V extends RuledValue>(values: readonly V[]): V[] =>
	values.filter(({ rule, value, old }) => {
		try {
			const context = {
				self: toCel(value),
				...(old !== undefined && { oldSelf: toCel(old) }),
			};
			return evaluatorOf(rule)?.(context) === false;
		} catch {
			return false;
		}
	});

function compile(rule: string): Evaluate | undefined {
	try {
		return environment.parse(rule) as Evaluate;
	} catch {
		return undefined;
	}
}

/** JSON does not distinguish whole numbers, but CEL does. */
function toCel(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(toCel);
	if (isMap(value))
		return Object.fromEntries(
			Object.entries(value)
				.filter(([, entry]) => entry !== null && entry !== undefined)
				.map(([key, entry]) => [key, toCel(entry)]),
		);
	return Number.isInteger(value) ? BigInt(value as number) : value;
}
