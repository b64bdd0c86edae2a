import { mkdir } from "node:fs/promises";
import { checkBeforeK3d } from "../lifecycle/doctor.ts";
import type { UpOptions, UpResult } from "../lifecycle/up-options.ts";
import { applySeed, retryWhileStarting, withApi } from "../seed/apply-seed.ts";
import { labSeed, withoutFleet } from "../seed/seed.ts";
import { assignPorts } from "../services/embedded.ts";
import { ensureServices } from "../services/service.ts";
import { endStrays } from "../services/strays.ts";
import {
	type ReplicaRecord,
	readRecord,
	updateRecord,
	writeRecord,
} from "../state/folder.ts";
import { ensureCluster } from "./cluster.ts";
import { k3sImage } from "./config.ts";
import { isImageAvailable } from "./engine.ts";
import { FLEET_IMAGE, installFleet } from "./fleet-charts.ts";
import { shapeNodes } from "./nodes.ts";
import { k3dPorts, k3dServices } from "./services.ts";

/** Creates or starts the cluster, Fleet inside or beside it, and the vmauth in front of its stores. */
export async function upInK3d(options: UpOptions): Promise<UpResult> {
	const { folder, env, progress, signal } = options;
	await mkdir(folder.config, { recursive: true });
	const before = await readRecord(folder);
	for (const { what, found, help } of await checkBeforeK3d(folder))
		progress.note(`${what}: ${found}; ${help}`);
	await endStrays(folder);
	const { ports, notes } = await assignPorts(folder, before, {
		names: k3dPorts,
		// A cluster's ports are fixed when it is created.
		fixed: before?.created === true ? ["kube-apiserver"] : [],
	});
	for (const note of notes) progress.note(note);
	const placement =
		before?.fleet ??
		((await isImageAvailable(FLEET_IMAGE)) ? "inside" : "beside");
	if (placement === "beside")
		progress.note(
			`${FLEET_IMAGE} is unavailable: Fleet runs beside the cluster, as processes of this machine`,
		);
	const record: ReplicaRecord = {
		...before,
		mode: "k3d",
		fleet: placement,
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
	await applySeed(
		folder,
		progress,
		placement === "inside"
			? { ...withoutFleet(seed), nodes: [] }
			: { ...seed, nodes: [] },
		signal,
	);
	if (placement === "inside")
		await withApi(folder, (api) =>
			installFleet(api, {
				archives: options.charts,
				patienceMs: 300_000,
				progress,
				signal,
			}),
		);
	await withApi(folder, (api) =>
		retryWhileStarting(() => shapeNodes(api), signal),
	);
	const services = await k3dServices(folder, env, record, progress);
	const started = await ensureServices(folder, services, progress, signal);
	return {
		record: (await readRecord(folder)) ?? record,
		started,
		notes,
		drift,
	};
}
