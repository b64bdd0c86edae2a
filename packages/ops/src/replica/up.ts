import { mkdir, readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
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
import { lookBeforeK3d } from "./doctor.ts";
import {
	embeddedPorts,
	keptVersions,
	programsToRun,
	settlePorts,
	settleServices,
} from "./embedded.ts";
import { canHave } from "./engine.ts";
import {
	type Folder,
	type Mode,
	type ReplicaRecord,
	readRecord,
	updateRecord,
	writeRecord,
} from "./folder.ts";
import { ensureCluster } from "./k3d/cluster.ts";
import { k3sImage } from "./k3d/config.ts";
import { FLEET_IMAGE, installFleet } from "./k3d/fleet-charts.ts";
import { shapeNodes } from "./k3d/nodes.ts";
import { k3dPorts, k3dServices } from "./k3d/services.ts";
import { KubeApi } from "./kube-api.ts";
import { programTools } from "./program-services.ts";
import {
	labSeed,
	plantSeed,
	type Seed,
	seedHash,
	withoutFleet,
} from "./seed.ts";
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

async function upInK3d(options: UpOptions): Promise<UpResult> {
	const { folder, env, progress, signal } = options;
	await mkdir(folder.config, { recursive: true });
	const before = await readRecord(folder);
	for (const { what, found, help } of await lookBeforeK3d(folder))
		progress.note(`${what}: ${found}; ${help}`);
	await endStrays(folder);
	const { ports, notes } = await settlePorts(folder, before, {
		names: k3dPorts,
		// A cluster's ports are fixed when it is made.
		fixed: before?.created === true ? ["kube-apiserver"] : [],
	});
	for (const note of notes) progress.note(note);
	const inside =
		before?.fleet ?? ((await canHave(FLEET_IMAGE)) ? "inside" : "beside");
	if (inside === "beside")
		progress.note(
			`${FLEET_IMAGE} cannot be had: Fleet runs beside the cluster`,
		);
	const record: ReplicaRecord = {
		...before,
		mode: "k3d",
		fleet: inside,
		ports,
		versions: { k3s: k3sImage },
	};
	await writeRecord(folder, record);
	const drift = await ensureCluster({
		folder,
		env,
		apiPort: ports["kube-apiserver"] ?? 0,
		progress,
		signal,
	});
	await updateRecord(folder, { created: true });
	const seed = await labSeed();
	await plant(
		folder,
		progress,
		inside === "inside"
			? { ...withoutFleet(seed), nodes: [] }
			: { ...seed, nodes: [] },
	);
	if (inside === "inside")
		await withApi(folder, (api) =>
			installFleet(api, {
				archives: options.charts,
				patienceMs: 300_000,
				progress,
				signal,
			}),
		);
	await withApi(folder, (api) => retryWhileStarting(() => shapeNodes(api)));
	const services = await k3dServices(folder, env, record, progress);
	const started = await ensureServices(folder, services, progress, signal);
	return {
		record: (await readRecord(folder)) ?? record,
		started,
		notes,
		drift,
	};
}

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
		await createControlPlane(folder, tools, ports, signal);
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

async function plant(
	folder: Folder,
	progress: Progress,
	seed: Seed,
): Promise<void> {
	const hash = seedHash(seed, await readFile(folder.kubeconfig, "utf8"));
	if ((await readRecord(folder))?.seed === hash) return;
	progress.step(
		"putting nodes, kinds, namespaces and secrets into the cluster",
	);
	await withApi(folder, (api) =>
		retryWhileStarting(() => plantSeed(api, seed, folder.kubeconfig)),
	);
	await updateRecord(folder, { seed: hash });
}

async function withApi(
	folder: Folder,
	body: (api: KubeApi) => Promise<void>,
): Promise<void> {
	const api = await KubeApi.from(folder.kubeconfig);
	try {
		await body(api);
	} finally {
		api.close();
	}
}

/** A young API server refuses some calls until its own roles are there. */
async function retryWhileStarting(body: () => Promise<void>): Promise<void> {
	for (let left = 20; ; left--) {
		try {
			return await body();
		} catch (error) {
			const starting =
				error instanceof LabError &&
				["api-refused", "api-unreachable", "unknown-kind"].includes(error.code);
			if (!starting || left === 0) throw error;
			await sleep(250);
		}
	}
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
	{ progress, signal }: { progress: Progress; signal?: AbortSignal },
	body: () => Promise<T>,
): Promise<T> {
	const onWait = (holder: number) =>
		progress.note(
			`waiting for process ${holder}, which works on the same replica`,
		);
	try {
		return await withLock(folder.lock, { signal, onWait }, body);
	} catch (error) {
		if (signal?.aborted === true) throw interrupted(folder);
		throw error;
	}
}

const interrupted = ({ path }: Folder): LabError =>
	new LabError({
		code: "interrupted",
		what: "stopped half-way",
		where: path,
		help: "'pnpm local-lab up' goes on from here, 'pnpm local-lab down' stops what runs",
		exit: exitCode.letDown,
	});
