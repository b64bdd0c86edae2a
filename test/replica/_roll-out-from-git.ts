import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { run, toYaml, writeFileAtomically, writeTree } from "@lab/core";
import { fleet } from "@lab/lab";
import { commitTree, gitRepo, KubeApi, rollOutFromGit } from "@lab/replica";
import { ensureTools } from "@lab/toolchain";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { quiet, type TestReplica, until } from "./_replica.ts";

const MINUTES = 60_000;

/**
 * Pods do not run here, so the test acts as Fleet's job and its controller.
 * @param shared a replica that is up; its bundles are replaced
 */
export const rollOutFromARepository = (shared: () => TestReplica) =>
	describe("a rollout from a repository", () => {
		let replica: TestReplica;
		let api: KubeApi;
		let tree: string;

		beforeAll(async () => {
			replica = shared();
			tree = join(replica.home, "fleet");
			await mkdir(tree);
			api = await KubeApi.from(replica.folder.kubeconfig);
		});

		afterAll(() => api?.close());

		const write = async (...names: string[]) => {
			await writeTree(
				tree,
				new Map(
					names.flatMap((name) => [
						[`${name}/fleet.yaml`, `name: ${name}\n`],
						[
							`${name}/object.yaml`,
							`apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\n`,
						],
					]),
				),
			);
			return names;
		};
		const folder = () => join(replica.home, "git");
		const rollOut = async (names: readonly string[]) =>
			rollOutFromGit(api, {
				tree,
				names,
				folder: folder(),
				patienceMs: 10 * MINUTES,
			});
		const status = (change: object) =>
			api.patch(gitRepo(tree), { status: change }, "/status");
		const repository = async () =>
			(await api.get(gitRepo(tree))) as unknown as {
				spec: { forceSyncGeneration: number };
			};

		/** Runs the command that Fleet's job runs in its pod. */
		async function job(commit: string): Promise<void> {
			const tools = await ensureTools(["fleet"], { progress: quiet });
			const targets = join(replica.home, "targets.yaml");
			await writeFileAtomically(
				targets,
				toYaml({ targets: [{ name: "default", clusterGroup: "default" }] }),
			);
			await run(
				tools.fleet.path,
				[
					...["apply", "--namespace", fleet.workspace],
					...["--targets-file", targets],
					...["--label", `fleet.cattle.io/repo-name=${fleet.gitRepo}`],
					...["--", fleet.gitRepo, "fleet"],
				],
				{
					cwd: replica.home,
					timeout: "1m",
					env: {
						KUBECONFIG: replica.folder.kubeconfig,
						HOME: replica.home,
						COMMIT: commit,
					},
				},
			);
		}

		test(
			"is done when Fleet has the commit's bundles, not when the job's status is Current",
			async () => {
				const names = await write("one", "two");
				const commit = await commitTree(tree, folder());
				let done = false;
				const rolledOut = rollOut(names).then(() => {
					done = true;
				});
				await until(
					() => api.get(gitRepo(tree)),
					(found) => found !== undefined,
				);
				// Fleet reports this status even for a job that has just started.
				await status({ commit, gitJobStatus: "Current" });
				await job("0".repeat(40));
				await sleep(2000);
				expect(done).toBe(false);
				await job(commit);
				await rolledOut;
				expect(done).toBe(true);
			},
			2 * MINUTES,
		);

		test(
			"fails with the job's own message, and runs the job again the next time",
			async () => {
				const names = await write("one", "two", "three");
				const commit = await commitTree(tree, folder());
				const failing = rollOut(names);
				// A failure that exists at the start belongs to an earlier rollout.
				await sleep(2000);
				const reason = "failed to fetch charts.example/index.yaml";
				await status({
					commit,
					gitJobStatus: "Failed",
					updateGeneration: 0,
					conditions: [{ type: "Stalled", status: "True", message: reason }],
				});
				await expect(failing).rejects.toThrow(reason);
				const { spec: before } = await repository();
				const again = rollOut(names);
				await until(
					repository,
					({ spec }) => spec.forceSyncGeneration > before.forceSyncGeneration,
				);
				await job(commit);
				await again;
			},
			2 * MINUTES,
		);
	});
