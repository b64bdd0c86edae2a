import { mkdir } from "node:fs/promises";
import { exitCode, LabError } from "@lab/core";
import type { Environment } from "@lab/lab";
import { noSettings, type TreeSettings } from "../rollout/settings.ts";
import { withLock } from "../toolchain/lock.ts";
import type { Progress } from "../toolchain/progress.ts";
import {
	controlPlaneNames,
	controlPlaneServices,
	createControlPlane,
} from "./control-plane.ts";
import {
	embeddedPorts,
	keptVersions,
	programsToRun,
	settlePorts,
	settleServices,
} from "./embedded.ts";
import {
	type Folder,
	type Mode,
	type ReplicaRecord,
	readRecord,
	updateRecord,
	writeRecord,
} from "./folder.ts";
import { upInK3d } from "./k3d/up.ts";
import { plant, withApi } from "./plant.ts";
import { programTools } from "./program-services.ts";
import { labSeed } from "./seed.ts";
import { ensureServices, type StartedService, stopService } from "./service.ts";
import { endStrays } from "./strays.ts";
import { type Switches, stopSwitchedOff, switched } from "./switches.ts";
import { replicaTools } from "./tools.ts";
import { publicPorts } from "./victoria-services.ts";

export interface UpOptions {
	readonly folder: Folder;
	/** @default embedded */
	readonly mode?: Mode;
	readonly env: Environment;
	/** What the tree says of how it is to be watched. @default nothing */
	readonly settings?: TreeSettings;
	readonly exposed?: ReplicaRecord["exposed"];
	/** Folder with chart archives: those of Fleet may be among them. */
	readonly charts?: string | undefined;
	/** Programs of bundles to switch off or on again. @default as before */
	readonly switches?: Switches;
	readonly progress: Progress;
	readonly signal?: AbortSignal;
}

const noSwitches: Switches = { off: [], on: [] };

export interface UpResult {
	readonly record: ReplicaRecord;
	/** What had to be started; nothing where all ran. */
	readonly started: readonly StartedService[];
	readonly notes: readonly string[];
	/** What differs from the configuration, where a new replica is needed for it. */
	readonly drift?: string | undefined;
}

/**
 * Brings the replica up, or back up: whatever runs and is right stays
 * as it is, whatever is not is started.
 *
 * @throws LabError `other-version`, `unknown-program`, `only-embedded`, `service-ended`, `service-silent`, and those of `ensureTools`
 */
export const up = async (options: UpOptions): Promise<UpResult> => {
	if (options.mode !== "k3d") return upEmbedded(options);
	const { off, on } = options.switches ?? noSwitches;
	if (off.length + on.length === 0) return upInK3d(options);
	throw new LabError({
		code: "only-embedded",
		what: "in k3d a bundle's programs are pods, and none can be left out",
		where: "--without, --with",
		help: "leave it out of the tree, or take --mode embedded",
	});
};

async function upEmbedded(options: UpOptions): Promise<UpResult> {
	const { folder, env, exposed, progress, signal } = options;
	const settings = options.settings ?? noSettings;
	const before = await readRecord(folder);
	const without = switched(before?.without, options.switches ?? noSwitches);
	await mkdir(folder.path, { recursive: true });
	const tools = await replicaTools(progress, signal);
	await clearRemains(folder, before);
	assertSameVersions(before, keptVersions(tools));
	const { ports, notes } = await settlePorts(folder, before, {
		names: [...embeddedPorts, ...(exposed === undefined ? [] : publicPorts)],
		fixed: [],
	});
	for (const note of notes) progress.note(note);
	const { exposed: _, ...kept } = before ?? {};
	const record: ReplicaRecord = {
		...kept,
		without,
		mode: "embedded",
		ports,
		versions: before?.versions ?? keptVersions(tools),
		...(exposed && { exposed }),
	};
	await writeRecord(folder, record);
	const { data, fleet, programs } = await settleServices(
		{
			folder,
			tools,
			env,
			settings,
			programs: await programTools(programsToRun(settings, record), progress),
		},
		record,
	);
	const stores = ensureServices(folder, data, progress, signal);
	// Whoever fails first is told; the other must not be an unhandled failure.
	stores.catch(() => {});
	if (record.created !== true) {
		progress.step("making the control plane");
		await createControlPlane(folder, tools, ports, { signal });
	}
	const plane = await ensureServices(
		folder,
		await controlPlaneServices(folder),
		progress,
		signal,
	);
	if (record.created !== true) await updateRecord(folder, { created: true });
	await plant(folder, progress, await labSeed());
	if (without.length > 0)
		await withApi(folder, (api) => stopSwitchedOff(folder, record, api));
	const delivery = await ensureServices(
		folder,
		[...fleet, ...programs],
		progress,
		signal,
	);
	return {
		record: (await readRecord(folder)) ?? record,
		started: [...plane, ...(await stores), ...delivery],
		notes,
	};
}

/** Ends what a killed command left: half a control plane, processes that nobody wrote down. */
async function clearRemains(
	folder: Folder,
	before: ReplicaRecord | undefined,
): Promise<void> {
	if (before?.created !== true)
		await Promise.all(
			controlPlaneNames.map((name) => stopService(folder, name)),
		);
	await endStrays(folder);
}

function assertSameVersions(
	before: ReplicaRecord | undefined,
	versions: Readonly<Record<string, string>>,
): void {
	const changed = Object.entries(before?.versions ?? {}).filter(
		([name, version]) => versions[name] !== version,
	);
	if (changed.length === 0) return;
	throw new LabError({
		code: "other-version",
		what: changed
			.map(
				([name, version]) =>
					`the replica was made with ${name} ${version}, and the lab now pins ${versions[name]}`,
			)
			.join("; "),
		where: "tools/tools.ts",
		help: "start from nothing with 'pnpm local-lab reset', then 'pnpm local-lab up'",
		exit: exitCode.letDown,
	});
}

/**
 * One command at a time on one replica; another one waits, and says for whom.
 *
 * @throws LabError `interrupted` when the signal ended the work
 */
export async function alone<T>(
	folder: Folder,
	{
		progress,
		signal,
		goOn = "'pnpm local-lab up' goes on from here, 'pnpm local-lab down' stops what runs",
	}: {
		progress: Progress;
		signal?: AbortSignal;
		/** What to do when it was stopped half-way. */
		goOn?: string;
	},
	body: () => Promise<T>,
): Promise<T> {
	const onWait = (holder: number) =>
		progress.note(
			`waiting for process ${holder}, which works on the same replica`,
		);
	try {
		return await withLock(folder.lock, { signal, onWait }, body);
	} catch (error) {
		if (signal?.aborted === true) throw interrupted(folder, goOn);
		throw error;
	}
}

const interrupted = ({ path }: Folder, help: string): LabError =>
	new LabError({
		code: "interrupted",
		what: "stopped half-way",
		where: path,
		help,
		exit: exitCode.letDown,
	});
