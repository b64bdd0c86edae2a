import { access, mkdir, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { exitCode, LabError } from "@lab/core";
import { applyObjects, createKubectl } from "../backends/cluster/kubectl.ts";
import {
	RUN_LABEL,
	RUNS_NAMESPACE,
	runKey,
} from "../backends/cluster/objects.ts";
import { beside, readDataset } from "../dataset-files.ts";
import { type RunFolder, readOptions, runFolder } from "../run-folder.ts";
import { nameOf } from "./access.ts";
import { places } from "./job.ts";

/** How long the pod that hands the files out may live, should nobody take it away. */
const LONGEST_SECONDS = 3600;

const inRuns = (...args: string[]) => ["-n", RUNS_NAMESPACE, ...args];

/**
 * Copies the dataset of a run from the memory of its runner inside to its
 * folder here, by a pod that lives as long as that takes.
 *
 * @throws LabError `no-dataset` when the run left none
 */
export async function bringHome(
	folder: RunFolder,
	signal: AbortSignal,
): Promise<void> {
	if (await isThere(folder.dataset)) return;
	const options = await readOptions(folder);
	const kubectl = createKubectl(options);
	const pod = `${nameOf(folder)}-files`;
	const copy = runFolder(`${folder.path}.inside`, folder.id);
	await applyObjects(
		kubectl,
		[reader(folder, pod, options.inside?.image)],
		signal,
	);
	try {
		await kubectl.run(
			inRuns("wait", "--for=condition=Ready", `pod/${pod}`, "--timeout=5m"),
			{ signal, upTo: "6m" },
		);
		await mkdir(copy.path, { recursive: true });
		const there = runFolder(places.state, folder.id).path;
		await kubectl.run(inRuns("cp", `${pod}:${there}`, copy.path), {
			signal,
			upTo: "1h",
		});
		await takeOver(copy, folder);
	} finally {
		await kubectl.run(
			inRuns("delete", "pod", pod, "--ignore-not-found", "--wait=false"),
		);
		await rm(`${folder.path}.inside`, { recursive: true, force: true });
	}
}

/** The dataset comes last: a folder that has one is whole. */
async function takeOver(copy: RunFolder, folder: RunFolder): Promise<void> {
	if (!(await isThere(copy.dataset))) {
		throw new LabError({
			code: "no-dataset",
			what: "the run has left no dataset",
			where: `${RUNS_NAMESPACE}/${nameOf(folder)}`,
			help: "'pnpm experiment status' says how far it came",
			exit: exitCode.letDown,
		});
	}
	const { files } = await readDataset(copy);
	for (const path of [...files.map((file) => file.path), ...beside]) {
		const to = join(folder.path, path);
		await mkdir(dirname(to), { recursive: true });
		await rename(join(copy.path, path), to);
	}
	await rename(copy.dataset, folder.dataset);
}

const reader = (
	folder: RunFolder,
	name: string,
	image: string | undefined,
): object => ({
	apiVersion: "v1",
	kind: "Pod",
	metadata: {
		name,
		namespace: RUNS_NAMESPACE,
		labels: { [RUN_LABEL]: runKey(folder) },
	},
	spec: {
		restartPolicy: "Never",
		activeDeadlineSeconds: LONGEST_SECONDS,
		automountServiceAccountToken: false,
		securityContext: { runAsNonRoot: true, runAsUser: 1000, fsGroup: 1000 },
		containers: [
			{
				name: "files",
				image,
				command: ["node", "-e", `setTimeout(() => {}, ${LONGEST_SECONDS}e3)`],
				volumeMounts: [{ name: "state", mountPath: places.state }],
			},
		],
		volumes: [
			{
				name: "state",
				persistentVolumeClaim: { claimName: nameOf(folder) },
			},
		],
	},
});

const isThere = (path: string): Promise<boolean> =>
	access(path).then(
		() => true,
		() => false,
	);
