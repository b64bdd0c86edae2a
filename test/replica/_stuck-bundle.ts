import { join } from "node:path";
import { writeTree } from "@lab/core";
import { bundleStates, KubeApi } from "@lab/replica";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { TestReplica } from "./_replica.ts";

const MINUTES = 60_000;

const configMap = {
	apiVersion: "v1",
	kind: "ConfigMap",
	metadata: { name: "settings", namespace: "default" },
};

/**
 * What Fleet's agent 0.15.4 notes when the API server answers too late while it
 * installs a bundle (`deployErrToStatus` in its deployer): no release, no later try.
 */
const timedOut = ({ deploymentID }: { deploymentID: string }) => ({
	release: "",
	ready: false,
	nonModified: true,
	appliedDeploymentID: deploymentID,
	conditions: [
		{
			type: "Installed",
			status: "False",
			message:
				"not installed: error validating data: failed to download openapi",
		},
	],
});

/** @param shared a replica that is up; its bundles are replaced */
export const stuckBundle = (shared: () => TestReplica) =>
	describe("a bundle that Fleet gave up", () => {
		let replica: TestReplica;
		let api: KubeApi;
		let env: Record<string, string>;

		beforeAll(async () => {
			replica = shared();
			const tree = join(replica.home, "stuck");
			env = { VACLAB_REPLICA_TREE: tree };
			await writeTree(
				tree,
				new Map([
					[
						"settings/fleet.yaml",
						"name: settings\ndefaultNamespace: default\n",
					],
					[
						"settings/object.yaml",
						"apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: settings\n  namespace: default\n",
					],
				]),
			);
			const { exit, stderr } = await replica.run(["deploy"], env);
			expect([exit, stderr]).toEqual([0, expect.anything()]);
			api = await KubeApi.from(replica.folder.kubeconfig);
		}, 5 * MINUTES);

		afterAll(() => api?.close());

		const state = async () =>
			(await bundleStates(api)).find(({ name }) => name === "settings");

		test(
			"is installed by the next up",
			async () => {
				const deployment = (
					await api.list("fleet.cattle.io/v1alpha1", "BundleDeployment")
				).find(({ metadata }) => metadata.name === "settings");
				if (deployment === undefined) throw new Error("nothing was deployed");
				await api.patch(
					deployment,
					{ status: timedOut(deployment.spec as { deploymentID: string }) },
					"/status",
				);
				await api.remove(configMap);
				expect(await state()).toMatchObject({
					state: "not-ready",
					stuck: true,
					reason: expect.stringContaining("failed to download openapi"),
				});
				const { exit, stderr } = await replica.run(["up"], env);
				expect([exit, stderr]).toEqual([0, expect.anything()]);
				expect(stderr).toContain("settings is installed again");
				expect(await api.get(configMap)).toBeDefined();
				expect((await state())?.state).toBe("ready");
			},
			5 * MINUTES,
		);
	});
