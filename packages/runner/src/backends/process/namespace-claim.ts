import { link, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Plan } from "@lab/record";
import type { RunFolder, RunnerOptions } from "../../run-folder.ts";

/**
 * Path of the claim on a namespace, which one run at a time may use. The claim
 * belongs to the run, not to its runner: it survives the death of a runner.
 */
const claimPath = (plan: Plan, { state }: RunnerOptions): string =>
	join(state, "leases", `process-${plan.namespace}`);

/** Claims the namespace. @returns the run that holds the claim, or undefined if this run does */
export async function claimNamespace(
	plan: Plan,
	folder: RunFolder,
	options: RunnerOptions,
): Promise<string | undefined> {
	const claim = claimPath(plan, options);
	await mkdir(join(options.state, "leases"), { recursive: true });
	const draft = join(options.state, "leases", `.${folder.id}`);
	await writeFile(draft, folder.id);
	try {
		await link(draft, claim);
		return undefined;
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
		const holder = await readFile(claim, "utf8").catch(() => "");
		return holder === folder.id
			? undefined
			: `run ${holder}, which uses ${plan.namespace}`;
	} finally {
		await rm(draft, { force: true });
	}
}

export async function releaseNamespace(
	plan: Plan,
	folder: RunFolder,
	options: RunnerOptions,
): Promise<void> {
	const claim = claimPath(plan, options);
	const holder = await readFile(claim, "utf8").catch(() => "");
	if (holder === folder.id) await rm(claim, { force: true });
}
