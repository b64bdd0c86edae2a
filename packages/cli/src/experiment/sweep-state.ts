import { mkdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { contentHash, writeFileAtomically } from "@lab/core";
import type { Member } from "@lab/experiments";
import { type Plan, sealPlan } from "@lab/record";

/** One run of a sweep, with the plan that it keeps also when the repository moves on. */
export interface PlannedMember extends Member {
	readonly plan: Plan;
}

/** What became of a run so far. */
export interface Progress {
	/** The run's id, from before its runner starts. */
	readonly run?: string;
	/** Why it could not even begin or be judged. */
	readonly error?: string;
}

/** The files of one sweep: its plans, and which of them became which run. */
export interface SweepFolder {
	readonly path: string;
	readonly lease: string;
	readonly members: readonly PlannedMember[];
	/** Whether there was one to go on with. */
	readonly resumed: boolean;
	progress(index: number): Promise<Progress>;
	remember(index: number, progress: Progress): Promise<void>;
}

/**
 * The folder of a sweep: one that is there already is gone on with, plans and
 * all, so that a commit in between does not make it another one.
 *
 * @param again forget what was there
 */
export async function openSweep(
	state: string,
	name: string,
	planned: readonly PlannedMember[],
	again: boolean,
): Promise<SweepFolder> {
	const path = join(state, "sweeps", `${name}-${identityOf(planned)}`);
	if (again) await rm(path, { recursive: true, force: true });
	const file = join(path, "sweep.json");
	const known = await readJson<readonly PlannedMember[]>(file);
	const members = known ?? planned;
	await mkdir(join(path, "members"), { recursive: true });
	if (known === undefined) {
		await writeFileAtomically(file, JSON.stringify(members));
	}
	const memberFile = (index: number) => join(path, "members", `${index}.json`);
	return {
		path,
		lease: join(path, "lease"),
		members,
		resumed: known !== undefined,
		progress: async (index) => (await readJson(memberFile(index))) ?? {},
		remember: (index, progress) =>
			writeFileAtomically(memberFile(index), JSON.stringify(progress)),
	};
}

/** Two sweeps are one when their plans are, whatever commit they were made from. */
const identityOf = (planned: readonly PlannedMember[]): string =>
	contentHash(
		planned.map(
			({ plan: { hash: _, schema: __, ...plan } }) =>
				sealPlan({ ...plan, provenance: nowhere }).hash,
		),
	).slice(0, 8);

const nowhere = { commit: "", dirty: false, versions: {}, machines: [] };

async function readJson<T>(path: string): Promise<T | undefined> {
	try {
		return JSON.parse(await readFile(path, "utf8")) as T;
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
		throw error;
	}
}
