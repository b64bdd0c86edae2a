import { readFile, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import process from "node:process";
import { assertNoFaults, exitCode, LabError } from "@lab/core";
import { checkPlan, type Plan } from "@lab/record";
import {
	createRun,
	type RunFolder,
	startRunner,
	stateOfJob,
	submitInside,
} from "@lab/runner";
import type { Input } from "../command.ts";
import { execution } from "./execution.ts";
import { assertAsPlanned, planNamed } from "./plan-named.ts";
import { readRunOptions } from "./run-settings.ts";
import { isInside } from "./runner-of.ts";

/**
 * The plan that a person asks for: a plan's file as it is, or an experiment by
 * name with the parameters of the flags.
 *
 * @param named the flags for an experiment given by name
 * @throws LabError with all its faults
 */
export async function readAskedPlan(
	asked: string,
	input: Pick<Input, "options" | "root">,
	named = input,
): Promise<Plan> {
	const path = resolve(input.root, asked);
	const file = await stat(path).catch(() => undefined);
	if (file?.isFile() !== true) {
		if (!/[./]/.test(asked)) return planNamed(asked, named);
		throw new LabError({
			code: "unknown-plan",
			what: `there is no plan '${asked}'`,
			where: path,
			help: "write one with 'pnpm experiment plan <name> --out plan.json'",
		});
	}
	let value: unknown;
	try {
		value = JSON.parse(await readFile(path, "utf8"));
	} catch (error) {
		throw new LabError({
			code: "invalid-json",
			what: error instanceof Error ? error.message : String(error),
			where: path,
			help: "plans are written by 'pnpm experiment plan', never by hand",
		});
	}
	assertNoFaults(checkPlan(value, asked));
	assertAsPlanned(value as Plan, asked, input);
	return value as Plan;
}

/** Makes a run of the plan that was asked for, and starts its runner. */
export async function startRun(input: Input): Promise<RunFolder> {
	const plan = await readAskedPlan(input.args[0] ?? "", input);
	const options = await readRunOptions(input, plan.backend);
	const folder = await createRun(plan, options);
	assertNoFaults(
		execution(() => {})
			.makeBackend(plan, folder, options)
			.check(plan),
	);
	await startRunnerOf(folder, input);
	return folder;
}

/** Starts a runner for a run that has none: in the background here, or as a Job of the cluster. */
export async function startRunnerOf(
	folder: RunFolder,
	{ root, options, signal }: Pick<Input, "root" | "options" | "signal">,
): Promise<void> {
	if (await isInside(folder)) {
		const job = await stateOfJob(folder, signal);
		if (job === "gone") return submitInside(folder, signal);
		if (job === "failed") {
			throw new LabError({
				code: "job-over",
				what: "the Job of the run has failed, and no other takes its place",
				where: folder.id,
				help: `'pnpm experiment logs ${folder.id}' says why; start the plan again`,
				exit: exitCode.letDown,
			});
		}
		// What it last wrote to its log is on its way.
		return;
	}
	await startRunner(
		folder,
		[
			process.execPath,
			"--import",
			"tsx",
			join(import.meta.dirname, "../main.ts"),
			"experiment",
			"run",
			"--foreground",
			folder.id,
			"--state",
			resolve(root, String(options.state)),
		],
		root,
	);
}
