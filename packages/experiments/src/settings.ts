import { assertNoFaults, type Finding, fault, suggestion } from "@lab/core";
import type { Plan, Parameter as Resolved } from "@lab/record";
import type { Experiment } from "./experiment.ts";
import { type Parameter, readValue } from "./parameter.ts";

/**
 * Every parameter of an experiment with its value, and who gave it.
 *
 * @param settings by parameter, as a person wrote them
 * @throws LabError `unknown-parameter`, `wrong-value`, `wrong-backend`: all at once
 */
export function resolveSettings(
	experiment: Experiment,
	settings: Readonly<Record<string, unknown>>,
	backend: Plan["backend"],
): Record<string, Resolved> {
	const known = Object.keys(experiment.parameters);
	const unknown = Object.keys({ ...experiment.set, ...settings })
		.filter((key) => !known.includes(key))
		.map((key) =>
			fault({
				code: "unknown-parameter",
				what: `${experiment.name} has no parameter '${key}'`,
				where: key,
				help: suggestion(key, known),
			}),
		);
	const read = Object.entries(experiment.parameters).map(([key, parameter]) =>
		readOne(experiment, key, parameter, settings[key], backend),
	);
	assertNoFaults([
		...elsewhere(experiment, backend),
		...unknown,
		...read.flatMap(({ findings }) => findings),
	]);
	return Object.fromEntries(read.map(({ key, resolved }) => [key, resolved]));
}

const elsewhere = (
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
	const given = setting ?? set[key] ?? parameter.default;
	const answer = readValue(parameter, given);
	const value = "value" in answer ? answer.value : parameter.default;
	const findings: Finding[] = [];
	if ("wrong" in answer) {
		findings.push(
			fault({
				code: "wrong-value",
				what: `'${String(given)}' ${answer.wrong}`,
				where: key,
				help: `${key}: ${parameter.meaning}; by default ${parameter.default}`,
			}),
		);
	}
	if (
		parameter.only !== undefined &&
		parameter.only !== backend &&
		value !== parameter.default
	) {
		findings.push(
			fault({
				code: "wrong-backend",
				what: `'${key}' means nothing on the backend ${backend}${from === "scenario" ? `, and ${experiment} sets it to ${value}` : ""}`,
				where: key,
				help: `plan with --backend ${parameter.only}, or with ${key}=${parameter.default}`,
			}),
		);
	}
	const unit = parameter.kind === "number" ? { unit: parameter.unit } : {};
	return { key, resolved: { value, ...unit, from }, findings };
}

/** Whether an experiment, as it is registered, means something on a backend. */
export const runsOn = (
	{ parameters, set, backends }: Experiment,
	backend: Plan["backend"],
): boolean =>
	backends.includes(backend) &&
	Object.entries(parameters).every(
		([key, { only, default: standard }]) =>
			only === undefined ||
			only === backend ||
			(set[key] ?? standard) === standard,
	);
