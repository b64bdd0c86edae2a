import { mkdir } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { exitCode, LabError, run } from "@lab/core";
import type { ReadObject, WrittenObject } from "@lab/kubernetes";
import { fleet, images } from "@lab/lab";
import type { KubeApi } from "../access/kube-api.ts";

/** Path of the repository's folder in the server container, and its name in the replica's folder. */
export const GIT_MOUNT = "/srv/vaclab-git";
export const gitFolder = "git";

const REPOSITORY = "lab.git";
const BRANCH = "main";
const NAMESPACE = "vaclab-git";
const PORT = 9418;

/**
 * Commits the current files of a rendered tree to a separate bare repository;
 * the user's own repository is not involved.
 *
 * @param folder contains the repository; created if missing
 * @returns hash of the new commit, or of the last one if nothing changed
 */
export async function commitTree(
	tree: string,
	folder: string,
): Promise<string> {
	const repository = join(folder, REPOSITORY);
	await mkdir(folder, { recursive: true });
	const git = async (...words: string[]) => {
		const { stdout } = await run("git", words, {
			// Git resolves paths relative to this folder.
			cwd: dirname(tree),
			timeout: "1m",
			env: {
				GIT_DIR: repository,
				GIT_WORK_TREE: dirname(tree),
				GIT_INDEX_FILE: join(repository, "index"),
				// The user's Git settings (hooks, signing) must not affect these commits.
				GIT_CONFIG_GLOBAL: "/dev/null",
				GIT_CONFIG_SYSTEM: "/dev/null",
				GIT_AUTHOR_NAME: "local-lab",
				GIT_AUTHOR_EMAIL: "local-lab@localhost",
				GIT_COMMITTER_NAME: "local-lab",
				GIT_COMMITTER_EMAIL: "local-lab@localhost",
			},
		});
		return stdout.trim();
	};
	await run(
		"git",
		["init", "--quiet", "--bare", `--initial-branch=${BRANCH}`, repository],
		{ cwd: folder, timeout: "1m" },
	);
	await git("add", "--all", "--force", "--", basename(tree));
	const content = await git("write-tree");
	const before = await git(
		"for-each-ref",
		"--format=%(objectname)",
		`refs/heads/${BRANCH}`,
	);
	if (before !== "" && (await git("rev-parse", `${before}^{tree}`)) === content)
		return before;
	const parents = before === "" ? [] : ["-p", before];
	const commit = await git(
		...["commit-tree", content, ...parents, "-m", "The working tree"],
	);
	await git("update-ref", `refs/heads/${BRANCH}`, commit);
	return commit;
}

const labels = { "app.kubernetes.io/name": "git" };

/** Read-only git daemon that serves the repository from the server node's folder. */
export const gitServer: readonly WrittenObject[] = [
	{ apiVersion: "v1", kind: "Namespace", metadata: { name: NAMESPACE } },
	{
		apiVersion: "apps/v1",
		kind: "Deployment",
		metadata: { name: "git", namespace: NAMESPACE },
		spec: {
			selector: { matchLabels: labels },
			template: {
				metadata: { labels },
				spec: {
					// Only the server container mounts the folder.
					nodeSelector: { "node-role.kubernetes.io/control-plane": "true" },
					tolerations: [{ operator: "Exists" }],
					containers: [
						{
							name: "git",
							image: images.git,
							// The folder belongs to a user of the host, not to root.
							command: ["git", "-c", "safe.directory=*"],
							args: ["daemon", "--export-all", `--base-path=${GIT_MOUNT}`],
							ports: [{ containerPort: PORT }],
							readinessProbe: { tcpSocket: { port: PORT } },
							volumeMounts: [
								{ name: "repository", mountPath: GIT_MOUNT, readOnly: true },
							],
						},
					],
					volumes: [{ name: "repository", hostPath: { path: GIT_MOUNT } }],
				},
			},
		},
	},
	{
		apiVersion: "v1",
		kind: "Service",
		metadata: { name: "git", namespace: NAMESPACE },
		spec: { selector: labels, ports: [{ port: PORT }] },
	},
];

/**
 * GitRepo like the real lab's, with another URL and a short polling interval
 * because an engineer is waiting.
 *
 * @param attempt increase it to make Fleet's job run again for the same commit
 */
export const gitRepo = (tree: string, attempt = 0) =>
	({
		apiVersion: "fleet.cattle.io/v1alpha1",
		kind: "GitRepo",
		metadata: { name: fleet.gitRepo, namespace: fleet.workspace },
		spec: {
			repo: `git://git.${NAMESPACE}.svc:${PORT}/${REPOSITORY}`,
			branch: BRANCH,
			paths: [basename(tree)],
			pollingInterval: "5s",
			forceSyncGeneration: attempt,
			targets: [{ clusterName: fleet.cluster }],
		},
	}) satisfies WrittenObject;

/**
 * Has Fleet roll a tree out as in the lab: from a repository, with its own job.
 * Returns once Fleet has exactly the tree's bundles, all from this commit.
 *
 * @param names names of the tree's bundles
 * @throws LabError `commit-not-read` with Fleet's message, if its job fails or takes longer than `patienceMs`
 */
export async function rollOutFromGit(
	api: KubeApi,
	{
		tree,
		names,
		folder,
		patienceMs,
		signal,
	}: {
		readonly tree: string;
		readonly names: readonly string[];
		readonly folder: string;
		readonly patienceMs: number;
		readonly signal?: AbortSignal | undefined;
	},
): Promise<void> {
	const commit = await commitTree(tree, folder);
	const before = (await api.get(gitRepo(tree))) as Repository | undefined;
	const failed = before?.status?.gitJobStatus === "Failed";
	const attempt = (before?.spec.forceSyncGeneration ?? 0) + Number(failed);
	const object = gitRepo(tree, attempt);
	for (const one of [...gitServer, object]) await api.apply(one);
	const until = performance.now() + patienceMs;
	let failedUntil = Number.POSITIVE_INFINITY;
	for (;;) {
		signal?.throwIfAborted();
		// The job's status is "Current" even while it runs; only the bundles show that it is done.
		if (await isRolledOut(api, commit, names)) return;
		const now = performance.now();
		const { status } = (await api.get(object)) as Repository;
		const failing =
			status?.gitJobStatus === "Failed" &&
			status.commit === commit &&
			(status.updateGeneration ?? 0) === attempt;
		failedUntil = failing
			? Math.min(failedUntil, now + FAILED_FOR_GOOD_MS)
			: Number.POSITIVE_INFINITY;
		if (now > Math.min(until, failedUntil)) throw notRead(commit, status);
		await sleep(500);
	}
}

/** "Failed" must persist this long: the status of the previous job remains briefly after a new one starts. */
const FAILED_FOR_GOOD_MS = 5000;

async function isRolledOut(
	api: KubeApi,
	commit: string,
	names: readonly string[],
): Promise<boolean> {
	const bundles = await api.list("fleet.cattle.io/v1alpha1", "Bundle", {
		namespace: fleet.workspace,
		selector: `fleet.cattle.io/repo-name=${fleet.gitRepo}`,
	});
	return (
		bundles.length === names.length &&
		bundles.every(
			({ metadata: { name, labels } }) =>
				names.includes(name) && labels?.["fleet.cattle.io/commit"] === commit,
		)
	);
}

interface Repository extends ReadObject {
	readonly spec: { readonly forceSyncGeneration?: number };
	readonly status?: Status;
}

interface Status {
	readonly commit?: string;
	readonly gitJobStatus?: string;
	readonly updateGeneration?: number;
	readonly conditions?: readonly { readonly message?: string }[];
}

const notRead = (commit: string, status: Status | undefined): LabError =>
	new LabError({
		code: "commit-not-read",
		what: `Fleet has not rolled out commit ${commit.slice(0, 12)}: ${
			status?.conditions?.flatMap(({ message }) => message || []).join("; ") ||
			"it gives no reason"
		}`,
		where: `GitRepo ${fleet.workspace}/${fleet.gitRepo}`,
		help: `look at the pods in ${NAMESPACE} and cattle-fleet-system; 'pnpm local-lab deploy' tries again`,
		exit: exitCode.unavailable,
	});
