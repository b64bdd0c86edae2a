import { mkdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { contentHash, writeFileAtomically } from "@lab/core";
import type { Member } from "@lab/experiments";
import { type Plan, sealPlan } from "@lab/record";

/** One run of a sweep, with its plan, which later commits do not change. */
export interface PlannedMember extends Member {
	readonly plan: Plan;
}

/** Progress of one run of a sweep. */
export interface MemberState {
	/** Id of the run; set before its runner starts. */
	readonly run?: string;
	/** Why the run could not be started or judged. */
	readonly error?: string;
}

/** Files of a sweep: its plans, and the run of each. */
export interface SweepFolder {
	readonly path: string;
	readonly lease: string;
	readonly members: readonly PlannedMember[];
	/** Whether an existing sweep is resumed. */
	readonly resumed: boolean;
	/** Records the members, after discarding old progress if `again`. Only for the holder of the lease. */
	begin(): Promise<void>;
	progress(index: number): Promise<MemberState>;
	remember(index: number, progress: MemberState): Promise<void>;
}

/**
 * Opens the folder of a sweep. An existing folder is resumed with its own plans,
 * so that a commit in between does not make it a different sweep.
 *
 * @param again discard existing progress
 */
export async function openSweep(
	state: string,
	name: string,
	planned: readonly PlannedMember[],
	again: boolean,
): Promise<SweepFolder> {
	const path = join(state, "sweeps", `${name}-${identityOf(planned)}`);
	const file = join(path, "sweep.json");
	const folder = join(path, "members");
	const known = again
		? undefined
		: await readJson<readonly PlannedMember[]>(file);
	const members = known ?? planned;
	const memberFile = (index: number) => join(folder, `${index}.json`);
	return {
		path,
		lease: join(path, "lease"),
		members,
		resumed: known !== undefined,
		async begin() {
			if (again) await rm(folder, { recursive: true, force: true });
			await writeFileAtomically(file, JSON.stringify(members));
			await mkdir(folder, { recursive: true });
		},
		progress: async (index) => (await readJson(memberFile(index))) ?? {},
		remember: (index, progress) =>
			writeFileAtomically(memberFile(index), JSON.stringify(progress)),
	};
}

/** Identity of a sweep: a hash of its plans without their provenance, so that the commit does not matter. */
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
