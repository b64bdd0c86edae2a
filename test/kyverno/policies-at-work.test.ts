import { components, renderLab } from "@lab/components";
import { describeNeeding } from "@lab/core/testing";
import type { ReadObject } from "@lab/kubernetes";
import { charts, environments, readCrds } from "@lab/lab";
import { afterAll, beforeAll, expect, test } from "vitest";
import { until } from "../_api-server.ts";
import { type Cluster, startCluster } from "./_cluster.ts";

const crds = readCrds(charts.kyverno);

const policies =
	renderLab(components, environments.vaclab).bundles.find(
		({ name }) => name === "kyverno-policies",
	)?.objects ?? [];

interface Pod extends ReadObject {
	readonly spec: {
		readonly containers: readonly {
			readonly resources: Record<string, Record<string, string>>;
		}[];
	};
}

/** Resources for which Kyverno has registered a mutating webhook. */
async function mutatedResources(cluster: Cluster): Promise<string[]> {
	const found = (await cluster.get(
		"mutatingwebhookconfigurations",
		"kyverno-resource-mutating-webhook-cfg",
	)) as { webhooks?: { rules: { resources: string[] }[] }[] } | undefined;
	return (found?.webhooks ?? []).flatMap(({ rules }) =>
		rules.flatMap(({ resources }) => resources),
	);
}

describeNeeding(
	["go", { what: "Kyverno's chart, unpacked", isMet: () => crds.length > 0 }],
	"policies in a real Kyverno",
	() => {
		let cluster: Cluster;

		beforeAll(async () => {
			cluster = await startCluster(crds);
			// Kyverno registers its webhook shortly before it has a certificate.
			await until(
				"the webhook for policies",
				async () => (await cluster.apply(...policies)).ok,
			);
			await until(
				"the webhook for pods",
				async () => (await mutatedResources(cluster)).length > 0,
			);
		}, 600_000);

		afterAll(() => cluster?.stop());

		async function created(
			name: string,
			spec: object,
			metadata: object = {},
		): Promise<Pod> {
			const namespace = "default";
			const { ok, output } = await cluster.apply({
				apiVersion: "v1",
				kind: "Pod",
				metadata: { name, namespace, ...metadata },
				spec,
			});
			expect(ok, output).toBe(true);
			return (await cluster.get(
				"pod",
				name,
				`--namespace=${namespace}`,
			)) as Pod;
		}

		test("only pods are changed, since Fleet would report a changed Deployment as drift", async () => {
			expect(await mutatedResources(cluster)).toEqual(["pods"]);
		});

		const schedulerName = "vaclab-scheduler";

		test("a pod without settings gets bandwidth, requests and limits", async () => {
			const { metadata, spec } = await created("plain", {
				schedulerName,
				containers: [{ name: "a", image: "a" }],
			});
			expect(metadata.annotations).toMatchObject({
				"ovn.kubernetes.io/egress_rate": "20",
				"ovn.kubernetes.io/ingress_rate": "20",
			});
			expect(spec.containers[0]?.resources).toEqual({
				requests: { cpu: "250m", memory: "100Mi" },
				limits: { cpu: "250m", memory: "100Mi" },
			});
		});

		test("a pod's own settings are kept, and a limit is never below its request", async () => {
			const { metadata, spec } = await created(
				"explicit",
				{
					schedulerName,
					containers: [
						{ name: "a", image: "a", resources: { requests: { cpu: "2" } } },
						{ name: "b", image: "b", resources: { limits: { memory: "1Gi" } } },
					],
				},
				{ annotations: { "ovn.kubernetes.io/egress_rate": "100" } },
			);
			expect(metadata.annotations).toMatchObject({
				"ovn.kubernetes.io/egress_rate": "100",
				"ovn.kubernetes.io/ingress_rate": "20",
			});
			expect(spec.containers.map(({ resources }) => resources)).toEqual([
				{
					requests: { cpu: "2", memory: "100Mi" },
					limits: { cpu: "2", memory: "100Mi" },
				},
				{
					requests: { cpu: "250m", memory: "1Gi" },
					limits: { cpu: "250m", memory: "1Gi" },
				},
			]);
		});

		test("a pod of another scheduler is not changed", async () => {
			const { metadata, spec } = await created("other", {
				containers: [{ name: "a", image: "a" }],
			});
			expect(metadata.annotations).toBeUndefined();
			expect(spec.containers[0]?.resources).toEqual({});
		});

		test("a policy whose expression does not compile is rejected, so ours do compile", async () => {
			const policy = policies.find(({ kind }) => kind === "DeletingPolicy");
			const { ok, output } = await cluster.apply({
				...policy,
				metadata: { name: "broken" },
				spec: {
					...(policy?.spec as object),
					conditions: [{ name: "c", expression: "object.metadata < now()" }],
				},
			});
			expect(ok).toBe(false);
			expect(output).toContain("failed to compile policy");
		});
	},
);
