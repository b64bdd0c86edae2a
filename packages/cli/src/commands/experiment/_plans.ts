import { readFile, stat } from "node:fs/promises";
import { resolve } from "node:path";
import { fromYaml, LabError } from "@lab/core";
import type { Plan } from "@lab/record";
import {
	type PlanRequest,
	planNamed,
	readPlanFile,
	type Settings,
} from "@lab/runs/plans";
import type { Context } from "../../command.ts";
import type { PlanOptions } from "./_options.ts";

type Placed = Partial<PlanOptions>;

/**
 * Reads a plan from its file, or plans an experiment given by name with the options' parameters.
 *
 * @param backend backend of an experiment given by name. @default the option's
 * @throws LabError with every fault
 */
export async function readPlan(
	asked: string,
	{ root, options }: Pick<Context, "root"> & { readonly options: Placed },
	backend = options.backend,
): Promise<Plan> {
	const path = resolve(root, asked);
	const file = await stat(path).catch(() => undefined);
	if (file?.isFile() === true) {
		const plan = await readPlanFile(path, asked);
		assertAsPlanned(plan, asked, options);
		return plan;
	}
	if (/[./]/.test(asked)) {
		throw new LabError({
			code: "unknown-plan",
			what: `there is no plan '${asked}'`,
			where: path,
			help: "write one with 'pnpm experiment plan <name> --out plan.json'",
		});
	}
	const { settings, request } = await readPlanRequest(
		{ ...options, backend },
		root,
	);
	return planNamed(asked, settings, request, root);
}

/** Reads the settings and the planning request from the options. */
export async function readPlanRequest(
	{ set = [], values, backend, env, seed }: Placed,
	root: string,
): Promise<{
	readonly settings: Settings;
	readonly request: PlanRequest & Required<Pick<PlanRequest, "whereOf">>;
}> {
	const fromFlags = readSettings(set);
	const fromFile = await readValues(values, root);
	return {
		settings: { ...fromFile, ...fromFlags },
		request: {
			backend,
			environment: env,
			seed,
			whereOf: (key) =>
				key in fromFlags
					? `--set ${key}=${fromFlags[key]}`
					: key in fromFile
						? `${values}: ${key}`
						: key,
		},
	};
}

/**
 * Rejects options that seem to change an existing plan.
 *
 * @throws LabError `plan-is-final` if options contradict or repeat what the plan has decided
 */
function assertAsPlanned(
	plan: Plan,
	file: string,
	{ backend = plan.backend, set = [], values, seed, env }: Placed,
): void {
	const decided = [
		...(set.length > 0 ? ["--set"] : []),
		...Object.entries({ values, seed, env })
			.filter(([, value]) => value !== undefined)
			.map(([key]) => `--${key}`),
		...(backend === plan.backend ? [] : ["--backend"]),
	];
	if (decided.length === 0) return;
	throw new LabError({
		code: "plan-is-final",
		what: `${decided.join(" and ")} cannot change a plan; this one is for the backend ${plan.backend}`,
		where: file,
		help: `omit ${decided.join(" and ")}, or give the experiment's name instead of a plan`,
	});
}

function readSettings(words: readonly string[]): Record<string, string> {
	const settings = new Map<string, string>();
	for (const word of words) {
		const at = word.indexOf("=");
		const key = word.slice(0, at);
		if (at < 1) {
			throw new LabError({
				code: "wrong-setting",
				what: `'${word}' is not a key=value pair`,
				where: `--set ${word}`,
				help: "write it as --set nodes=30",
			});
		}
		if (settings.has(key)) {
			throw new LabError({
				code: "wrong-setting",
				what: `'${key}' is set twice, to ${settings.get(key)} and to ${word.slice(at + 1)}`,
				where: `--set ${word}`,
				help: "omit one of them",
			});
		}
		settings.set(key, word.slice(at + 1));
	}
	return Object.fromEntries(settings);
}

async function readValues(
	file: string | undefined,
	root: string,
): Promise<Record<string, string | number>> {
	if (file === undefined) return {};
	const text = await readFile(resolve(root, file), "utf8").catch(
		(error: NodeJS.ErrnoException) => {
			if (error.code !== "ENOENT") throw error;
			throw new LabError({
				code: "no-values",
				what: `there is no file '${file}'`,
				where: `--values ${file}`,
				help: "give a YAML file with one parameter per line",
				cause: error,
			});
		},
	);
	const values = fromYaml(text, file);
	if (values !== null && typeof values === "object" && !Array.isArray(values)) {
		return values as Record<string, string | number>;
	}
	throw new LabError({
		code: "wrong-values",
		what: "the file contains no parameters",
		where: file,
		help: "write one parameter per line: 'nodes: 30'",
	});
}
