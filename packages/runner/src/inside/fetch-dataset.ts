import { access, mkdir, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { exitCode, LabError } from "@lab/core";
import type { WrittenObject } from "@lab/kubernetes";
// The runner's image has one file: the index would look for the schemas beside it.
import { unprivileged } from "@lab/kubernetes/unprivileged";
import { companionFiles, labels, RUNS_NAMESPACE } from "@lab/record";
import { applyObjects, createKubectl } from "../backends/cluster/kubectl.ts";
import { runKey } from "../backends/cluster/objects.ts";
import { readDataset } from "../dataset-files.ts";
import { type RunFolder, readOptions, runFolder } from "../run-folder.ts";
import { nameOf } from "./access.ts";
import { containerPaths } from "./job.ts";

/** Time limit of the pod that serves the files, in case it is not deleted. */
const LONGEST_SECONDS = 3600;

const inRuns = (...args: string[]) => ["-n", RUNS_NAMESPACE, ...args];

/**
 * Copies the dataset of a run from the volume of its runner inside to its folder
 * on this machine, through a temporary pod.
 *
 * @throws LabError `no-dataset` if the run has none
 */
export async function fetchDataset(
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
		const remote = runFolder(containerPaths.state, folder.id).path;
		await kubectl.run(inRuns("cp", `${pod}:${remote}`, copy.path), {
			signal,
			upTo: "1h",
		});
		await moveDataset(copy, folder);
	} finally {
		await kubectl.run(
			inRuns("delete", "pod", pod, "--ignore-not-found", "--wait=false"),
		);
		await rm(`${folder.path}.inside`, { recursive: true, force: true });
	}
}

/** Moves `dataset.json` last, so that a folder with a dataset is complete. */
async function moveDataset(copy: RunFolder, folder: RunFolder): Promise<void> {
	if (!(await isThere(copy.dataset))) {
		throw new LabError({
			code: "no-dataset",
			what: "the run has no dataset",
			where: `${RUNS_NAMESPACE}/${nameOf(folder)}`,
			help: "'pnpm experiment status' shows the state that it reached",
			exit: exitCode.unavailable,
		});
	}
	const { files } = await readDataset(copy);
	for (const path of [...files.map((file) => file.path), ...companionFiles]) {
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
): WrittenObject => ({
	apiVersion: "v1",
	kind: "Pod",
	metadata: {
		name,
		namespace: RUNS_NAMESPACE,
		labels: { [labels.run]: runKey(folder) },
	},
	spec: {
		restartPolicy: "Never",
		activeDeadlineSeconds: LONGEST_SECONDS,
		automountServiceAccountToken: false,
		securityContext: { runAsNonRoot: true, runAsUser: 1000, fsGroup: 1000 },
		containers: [
			{
				name: "files",
				...(image !== undefined && { image }),
				command: ["node", "-e", `setTimeout(() => {}, ${LONGEST_SECONDS}e3)`],
				securityContext: unprivileged,
				volumeMounts: [{ name: "state", mountPath: containerPaths.state }],
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
