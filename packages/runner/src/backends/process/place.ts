import { link, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Plan } from "@lab/record";
import type { RunFolder, RunOptions } from "../../run-folder.ts";

/**
 * One run at a time may use a namespace. The place belongs to the run and not
 * to its runner: it is kept while a dead runner waits to be replaced.
 */
const placeOf = (plan: Plan, { state }: RunOptions): string =>
	join(state, "leases", `process-${plan.namespace}`);

/** @returns the run that has the place; nothing: it is ours */
export async function takePlace(
	plan: Plan,
	folder: RunFolder,
	options: RunOptions,
): Promise<string | undefined> {
	const place = placeOf(plan, options);
	await mkdir(join(options.state, "leases"), { recursive: true });
	const draft = join(options.state, "leases", `.${folder.id}`);
	await writeFile(draft, folder.id);
	try {
		await link(draft, place);
		return undefined;
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
		const holder = await readFile(place, "utf8").catch(() => "");
		return holder === folder.id
			? undefined
			: `run ${holder}, which uses ${plan.namespace}`;
	} finally {
		await rm(draft, { force: true });
	}
}

export async function leavePlace(
	plan: Plan,
	folder: RunFolder,
	options: RunOptions,
): Promise<void> {
	const place = placeOf(plan, options);
	const holder = await readFile(place, "utf8").catch(() => "");
	if (holder === folder.id) await rm(place, { force: true });
}
