import { mkdir } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { exitCode, LabError, run } from "@lab/core";
import { fleet, images } from "@lab/lab";
import type { KubeApi, KubeObject } from "../replica/kube-api.ts";

/** Where the repository lies in the cluster's server, and below the replica's folder. */
export const GIT_MOUNT = "/srv/vaclab-git";
export const gitFolder = "git";

const REPOSITORY = "lab.git";
const BRANCH = "main";
const NAMESPACE = "vaclab-git";
const PORT = 9418;

/**
 * Commits a rendered tree as it is, committed or not, to a bare repository
 * that has nothing to do with the person's own.
 *
 * @param folder holds the repository; made where there is none
 * @returns the commit; the one before when nothing changed
 */
export async function commitTree(
	tree: string,
	folder: string,
): Promise<string> {
	const repository = join(folder, REPOSITORY);
	await mkdir(folder, { recursive: true });
	const git = async (...words: string[]) => {
		const { stdout } = await run("git", words, {
			// Paths are read from here.
			cwd: dirname(tree),
			timeout: "1m",
			env: {
				GIT_DIR: repository,
				GIT_WORK_TREE: dirname(tree),
				GIT_INDEX_FILE: join(repository, "index"),
				// Whatever a person has set for their own commits is none of this one's business.
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

/** A server of the repository that the node has in its folder; it takes no pushes. */
export const gitServer: readonly KubeObject[] = [
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
					// Only the server has the folder.
					nodeSelector: { "node-role.kubernetes.io/control-plane": "true" },
					tolerations: [{ operator: "Exists" }],
					containers: [
						{
							name: "git",
							image: images.git,
							// The folder belongs to a person of the machine, not to root.
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
 * What the real lab has, but for the address; asked often, since a person waits.
 *
 * @param attempt Fleet's job runs again when this grows, though the commit be the same
 */
export const gitRepo = (tree: string, attempt = 0): KubeObject => ({
	apiVersion: "fleet.cattle.io/v1alpha1",
	kind: "GitRepo",
	metadata: { name: fleet.gitRepo, namespace: fleet.workspace },
	spec: {
		repo: `git://git.${NAMESPACE}.svc:${PORT}/${REPOSITORY}`,
		branch: BRANCH,
		paths: [basename(tree)],
		pollingInterval: "5s",
		forceSyncGeneration: attempt,
		targets: [{ clusterSelector: { matchLabels: fleet.clusterLabel } }],
	},
});

/**
 * Lets Fleet roll a tree out as it does in the lab: from a repository, by its
 * own job. Returns once Fleet has the tree's bundles, all of this commit and
 * no others.
 *
 * @param names bundles of the tree
 * @throws LabError `commit-not-read` with Fleet's words, when its job fails or takes longer than `patienceMs`
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
		// The status of the job says "Current" while it runs: its bundles say when it is done.
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

/** A status outlives the job that it tells of by a moment. */
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

interface Repository extends KubeObject {
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
			"it says nothing"
		}`,
		where: `GitRepo ${fleet.workspace}/${fleet.gitRepo}`,
		help: `look at the pods of ${NAMESPACE} and cattle-fleet-system; 'pnpm local-lab deploy' tries again`,
		exit: exitCode.letDown,
	});
