import { mkdir } from "node:fs/promises";
import { lookBeforeK3d } from "../doctor.ts";
import { settlePorts } from "../embedded.ts";
import { canHave } from "../engine.ts";
import {
	type ReplicaRecord,
	readRecord,
	updateRecord,
	writeRecord,
} from "../folder.ts";
import { plant, retryWhileStarting, withApi } from "../plant.ts";
import { labSeed, withoutFleet } from "../seed.ts";
import { ensureServices } from "../service.ts";
import { endStrays } from "../strays.ts";
import type { UpOptions, UpResult } from "../up.ts";
import { ensureCluster } from "./cluster.ts";
import { k3sImage } from "./config.ts";
import { FLEET_IMAGE, installFleet } from "./fleet-charts.ts";
import { shapeNodes } from "./nodes.ts";
import { k3dPorts, k3dServices } from "./services.ts";

/** Makes the cluster or starts it again, Fleet in it or beside it, and the door to its stores. */
export async function upInK3d(options: UpOptions): Promise<UpResult> {
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
