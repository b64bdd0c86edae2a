import { mkdir } from "node:fs/promises";
import { exitCode, LabError } from "@lab/core";
import { upInK3d } from "../k3d/up.ts";
import { noSettings } from "../rollout/settings.ts";
import { applySeed, withApi } from "../seed/apply-seed.ts";
import { labSeed } from "../seed/seed.ts";
import {
	controlPlaneNames,
	controlPlaneServices,
	createControlPlane,
} from "../services/control-plane.ts";
import {
	assignPorts,
	configureServices,
	dataVersions,
	embeddedPorts,
	programsToRun,
} from "../services/embedded.ts";
import { programTools } from "../services/program-services.ts";
import { ensureServices, stopService } from "../services/service.ts";
import { endStrays } from "../services/strays.ts";
import { replicaTools } from "../services/tools.ts";
import { publicPorts } from "../services/victoria-services.ts";
import {
	type Folder,
	type ReplicaRecord,
	readRecord,
	updateRecord,
	writeRecord,
} from "../state/folder.ts";
import { type Switches, stopSwitchedOff, switchedOff } from "./switches.ts";
import type { UpOptions, UpResult } from "./up-options.ts";

const noSwitches: Switches = { off: [], on: [] };

/**
 * Brings the replica up. Idempotent: running services with current settings are
 * left alone, all others are started.
 *
 * @throws LabError `other-version`, `unknown-program`, `only-embedded`, `service-ended`, `service-silent`, and those of `ensureTools`
 */
export const up = async (options: UpOptions): Promise<UpResult> => {
	if (options.mode !== "k3d") return upEmbedded(options);
	const { off, on } = options.switches ?? noSwitches;
	if (off.length + on.length === 0) return upInK3d(options);
	throw new LabError({
		code: "only-embedded",
		what: "in k3d mode a bundle's programs are pods and cannot be switched off",
		where: "--without, --with",
		help: "remove the bundle from the tree, or use --mode embedded",
	});
};

async function upEmbedded(options: UpOptions): Promise<UpResult> {
	const { folder, env, exposed, progress, signal } = options;
	const settings = options.settings ?? noSettings;
	const before = await readRecord(folder);
	const without = switchedOff(before?.without, options.switches ?? noSwitches);
	await mkdir(folder.path, { recursive: true });
	const tools = await replicaTools(progress, signal);
	await cleanUpAfterKill(folder, before);
	assertSameVersions(before, dataVersions(tools));
	const { ports, notes } = await assignPorts(folder, before, {
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
		versions: before?.versions ?? dataVersions(tools),
		...(exposed && { exposed }),
	};
	await writeRecord(folder, record);
	const { data, fleet, programs } = await configureServices(
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
	// If the control plane fails first, a failure of the stores must not be an unhandled rejection.
	stores.catch(() => {});
	if (record.created !== true) {
		progress.step("creating the control plane");
		await createControlPlane(folder, tools, ports, { signal });
	}
	const plane = await ensureServices(
		folder,
		await controlPlaneServices(folder),
		progress,
		signal,
	);
	if (record.created !== true) await updateRecord(folder, { created: true });
	await applySeed(folder, progress, await labSeed(), signal);
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

/** Stops what a killed command left behind: half a control plane, processes without a pid file. */
async function cleanUpAfterKill(
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
					`the replica was created with ${name} ${version}, but the lab now pins ${versions[name]}`,
			)
			.join("; "),
		where: "packages/toolchain/src/tools.ts",
		help: "start over: 'pnpm local-lab reset', then 'pnpm local-lab up'",
		exit: exitCode.unavailable,
	});
}
