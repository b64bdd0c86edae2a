import { assertNoFaults, type Finding, fault, suggestion } from "@lab/core";
import type { Plan, Parameter as Resolved } from "@lab/record";
import type { Experiment } from "./experiment.ts";
import { formatValue, type Parameter, parseValue } from "./parameter.ts";

/**
 * Resolves every parameter of an experiment to its value and the value's origin.
 *
 * @param settings unparsed settings by parameter
 * @param whereOf returns where a parameter was set, for error messages
 * @throws LabError listing all faults: `unknown-parameter`, `wrong-value`, `wrong-backend`
 */
export function resolveSettings(
	experiment: Experiment,
	settings: Readonly<Record<string, unknown>>,
	backend: Plan["backend"],
	whereOf: (key: string) => string = (key) => key,
): Record<string, Resolved> {
	const placeOf = (key: string) =>
		settings[key] === undefined ? key : whereOf(key);
	const known = Object.keys(experiment.parameters);
	const unknown = Object.keys({ ...experiment.set, ...settings })
		.filter((key) => !known.includes(key))
		.map((key) =>
			fault({
				code: "unknown-parameter",
				what: `${experiment.name} has no parameter '${key}'`,
				where: placeOf(key),
				help: suggestion(key, known),
			}),
		);
	const read = Object.entries(experiment.parameters).map(([key, parameter]) =>
		readOne(experiment, key, parameter, settings[key], backend, placeOf(key)),
	);
	assertNoFaults([
		...unsupportedBackend(experiment, backend),
		...unknown,
		...read.flatMap(({ findings }) => findings),
	]);
	return Object.fromEntries(read.map(({ key, resolved }) => [key, resolved]));
}

const unsupportedBackend = (
	{ name, backends }: Experiment,
	backend: Plan["backend"],
): Finding[] =>
	backends.includes(backend)
		? []
		: [
				fault({
					code: "wrong-backend",
					what: `${name} does not run on the backend ${backend}`,
					where: name,
					help: `plan with --backend ${backends.join(" or ")}`,
				}),
			];

function readOne(
	{ name: experiment, set }: Experiment,
	key: string,
	parameter: Parameter,
	setting: unknown,
	backend: Plan["backend"],
	where: string,
): {
	readonly key: string;
	readonly resolved: Resolved;
	readonly findings: readonly Finding[];
} {
	const from =
		setting !== undefined
			? "set"
			: set[key] !== undefined
				? "scenario"
				: "default";
	const given = setting ?? set[key];
	const answer =
		given === undefined
			? { value: parameter.default }
			: parseValue(parameter, given);
	const value = "value" in answer ? answer.value : parameter.default;
	const standard = formatValue(parameter, parameter.default);
	const findings: Finding[] = [];
	if ("problem" in answer) {
		findings.push(
			fault({
				code: "wrong-value",
				what: `'${String(given)}' ${answer.problem}`,
				where,
				help: `${key}: ${parameter.meaning}; default: ${standard}`,
			}),
		);
	}
	if (
		parameter.onlyOn !== undefined &&
		parameter.onlyOn !== backend &&
		value !== parameter.default
	) {
		findings.push(
			fault({
				code: "wrong-backend",
				what: `'${key}' has no effect on the backend ${backend}${from === "scenario" ? `, and ${experiment} sets it to ${given}` : ""}`,
				where,
				help: `plan with --backend ${parameter.onlyOn}, or with ${key}=${standard}`,
			}),
		);
	}
	const unit = parameter.kind === "number" ? { unit: parameter.unit } : {};
	return { key, resolved: { value, ...unit, from }, findings };
}

/** Whether an experiment with its registered values can run on a backend. */
export const runsOn = (
	{ parameters, set, backends }: Experiment,
	backend: Plan["backend"],
): boolean =>
	backends.includes(backend) &&
	Object.entries(parameters).every(
		([key, parameter]) =>
			parameter.onlyOn === undefined ||
			parameter.onlyOn === backend ||
			isDefault(parameter, set[key]),
	);

function isDefault(parameter: Parameter, given: unknown): boolean {
	if (given === undefined) return true;
	const answer = parseValue(parameter, given);
	return "value" in answer && answer.value === parameter.default;
}
