import { chmod, mkdir } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import {
	contentHash,
	type Progress,
	run,
	toYaml,
	writeFileAtomically,
} from "@lab/core";
import { type Environment, networks } from "@lab/lab";
import { ensureTools } from "@lab/toolchain";
import { gitFolder } from "../rollout/git-repo.ts";
import { schedulerConfig } from "../services/scheduler-config.ts";
import type { Folder } from "../state/folder.ts";
import {
	type K3dCluster,
	type K3dPlan,
	kubeconfigCall,
	listCall,
	planDown,
	planReset,
	planUp,
} from "./commands.ts";
import {
	CONFIG,
	k3dConfig,
	networkOf,
	OWNER,
	REGISTRY_IMAGE,
} from "./config.ts";
import { isImageAvailable } from "./engine.ts";

export interface K3dInput {
	readonly folder: Folder;
	readonly env: Environment;
	readonly apiPort: number;
	readonly progress: Progress;
	readonly signal?: AbortSignal | undefined;
}

/** ID of the replica, derived from its folder. */
const ownerOf = ({ path }: Folder): string => contentHash(path).slice(0, 16);

/**
 * Creates or starts the cluster, and writes its kubeconfig to the replica's folder.
 *
 * @returns difference from the configuration that only a new cluster removes
 * @throws LabError `not-our-cluster`, `command-failed` with k3d's last lines of output
 */
export async function ensureCluster(
	input: K3dInput,
): Promise<string | undefined> {
	const { folder, env, apiPort } = input;
	// k3d fails to create the cluster if the registry's image is unavailable.
	const settings = {
		apiPort,
		registry: await isImageAvailable(REGISTRY_IMAGE),
	};
	const anonymous = k3dConfig(env, { ...settings, variables: {} });
	const config = contentHash(anonymous).slice(0, 16);
	const network = networkOf(process.env);
	const variables = {
		...network.variables,
		[OWNER]: ownerOf(folder),
		[CONFIG]: config,
	};
	const file = join(folder.config, "k3d.yaml");
	for (const name of ["registry", gitFolder])
		await mkdir(join(folder.path, name), { recursive: true });
	await Promise.all([
		writeFileAtomically(
			file,
			toYaml(k3dConfig(env, { ...settings, ...network, variables })),
		),
		writeFileAtomically(
			join(folder.config, "resolv.conf"),
			networks.resolvers.map((address) => `nameserver ${address}\n`).join(""),
		),
		writeFileAtomically(
			join(folder.config, "scheduler.yaml"),
			toYaml(
				schedulerConfig(
					"/var/lib/rancher/k3s/server/cred/scheduler.kubeconfig",
				),
			),
		),
	]);
	const plan = planUp(await clusters(input), {
		owner: variables[OWNER] ?? "",
		config,
		file,
	});
	await execute(input, plan);
	await writeFileAtomically(
		folder.kubeconfig,
		await k3d(input, kubeconfigCall),
	);
	await chmod(folder.kubeconfig, 0o600);
	return plan.drift;
}

export const stopCluster = async (input: K3dInput): Promise<void> =>
	execute(input, planDown(await clusters(input), ownerOf(input.folder)));

export const deleteCluster = async (input: K3dInput): Promise<void> =>
	execute(input, planReset(await clusters(input), ownerOf(input.folder)));

const clusters = async (input: K3dInput): Promise<K3dCluster[]> =>
	JSON.parse(await k3d(input, listCall)) as K3dCluster[];

async function execute(input: K3dInput, { calls }: K3dPlan): Promise<void> {
	for (const call of calls) {
		input.progress.step(`k3d ${call.slice(0, 2).join(" ")}`);
		await k3d(input, call);
	}
}

async function k3d(
	{ folder, progress, signal }: K3dInput,
	words: readonly string[],
): Promise<string> {
	const tools = await ensureTools(["k3d"], { progress });
	const { stdout } = await run(tools.k3d.path, words, {
		cwd: folder.path,
		timeout: "5m",
		...(signal === undefined ? {} : { signal }),
		env: {
			VACLAB_REPLICA_DIR: folder.path,
			// k3d's own DNS fix greps for an address that newer engines do not have.
			K3D_FIX_DNS: "0",
			KUBECONFIG: join(folder.config, "k3d-kubeconfig"),
		},
	});
	return stdout;
}
