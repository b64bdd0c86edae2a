import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { fromYaml, LabError } from "@lab/core";
import { type Experiment, findExperiment, planFor } from "@lab/experiments";
import { type EnvironmentName, environments } from "@lab/lab";
import type { Plan } from "@lab/record";
import type { Input, Option } from "../command.ts";
import { readProvenance } from "./provenance.ts";

/** Options that say where an experiment given by name runs. */
export const placeOptions: readonly Option[] = [
	{
		flags: "--backend <name>",
		description: "where an experiment given by name runs (default: process)",
		choices: ["process", "cluster"],
	},
	{
		flags: "--env <name>",
		description: "whose cluster the objects are for (default: vaclab)",
		choices: Object.keys(environments),
	},
];

/** Options that decide what an experiment given by name becomes. */
export const planOptions: readonly Option[] = [
	{
		flags: "--set <key=value>",
		description: "set a parameter of the experiment",
		repeatable: true,
	},
	{
		flags: "--values <file>",
		description: "parameters as YAML; --set goes before them",
	},
	...placeOptions,
	{
		flags: "--seed <text>",
		description: "what decides all chance (default: the experiment's name)",
	},
];

/**
 * Nobody is to believe that a plan was run otherwise than it says.
 *
 * @throws LabError `plan-is-final` where flags ask for what a plan, once made, has decided
 */
export function assertAsPlanned(
	plan: Plan,
	file: string,
	{ options }: Pick<Input, "options">,
): void {
	const { backend = plan.backend, set, ...others } = options;
	const decided = [
		...(Array.isArray(set) && set.length > 0 ? ["--set"] : []),
		...["values", "seed", "env"]
			.filter((key) => others[key] !== undefined)
			.map((key) => `--${key}`),
		...(backend === plan.backend ? [] : ["--backend"]),
	];
	if (decided.length === 0) return;
	throw new LabError({
		code: "plan-is-final",
		what: `a plan has decided what ${decided.join(", ")} would say; this one is for ${plan.backend}`,
		where: file,
		help: `leave ${decided.join(" and ")} away, or name the experiment instead`,
	});
}

/** The plan of an experiment as the flags say. @throws LabError for what it does not know */
export async function planNamed(
	name: string,
	input: Pick<Input, "options" | "root">,
): Promise<Plan> {
	const { seed } = input.options;
	return (await planner(findExperiment(name), input))(
		await readAllSettings(input),
		typeof seed === "string" ? seed : undefined,
	);
}

/** Makes plans of one experiment, on the backend and for the cluster that the flags name. */
export async function planner(
	experiment: Experiment,
	{ options, root }: Pick<Input, "options" | "root">,
): Promise<(settings: Settings, seed?: string) => Plan> {
	const { backend = "process", env = "vaclab" } = options as {
		readonly backend?: Plan["backend"];
		readonly env?: EnvironmentName;
	};
	const provenance = await readProvenance(root, backend);
	return (settings, seed) =>
		planFor(experiment, {
			settings,
			backend,
			environment: environments[env],
			...(seed !== undefined && { seed }),
			provenance,
		});
}

export type Settings = Readonly<Record<string, string | number>>;

/** What the flags set, as a person wrote it. */
export const readAllSettings = async ({
	options,
	root,
}: Pick<Input, "options" | "root">): Promise<Settings> =>
	({
		...(await readValues(options.values, root)),
		...readSettings(options.set),
	}) as Settings;

function readSettings(given: unknown): Record<string, string> {
	const words = (given ?? []) as readonly string[];
	const settings = new Map<string, string>();
	for (const word of words) {
		const at = word.indexOf("=");
		const key = word.slice(0, at);
		if (at < 1) {
			throw new LabError({
				code: "wrong-setting",
				what: `'${word}' sets nothing`,
				where: "--set",
				help: "write it as --set nodes=30",
			});
		}
		if (settings.has(key)) {
			throw new LabError({
				code: "wrong-setting",
				what: `'${key}' is set twice, to ${settings.get(key)} and to ${word.slice(at + 1)}`,
				where: "--set",
				help: "leave one of them away",
			});
		}
		settings.set(key, word.slice(at + 1));
	}
	return Object.fromEntries(settings);
}

async function readValues(
	file: unknown,
	root: string,
): Promise<Record<string, unknown>> {
	if (typeof file !== "string") return {};
	const text = await readFile(resolve(root, file), "utf8").catch(
		(error: NodeJS.ErrnoException) => {
			if (error.code !== "ENOENT") throw error;
			throw new LabError({
				code: "no-values",
				what: `there is no file '${file}'`,
				where: "--values",
				help: "name a YAML file with one parameter a line",
				cause: error,
			});
		},
	);
	const values = fromYaml(text, file);
	if (values !== null && typeof values === "object" && !Array.isArray(values)) {
		return values as Record<string, unknown>;
	}
	throw new LabError({
		code: "wrong-values",
		what: "the file holds no parameters",
		where: file,
		help: "write one parameter a line: 'nodes: 30'",
	});
}
