import { components, renderLab } from "@lab/components";
import { describeNeeding } from "@lab/core/testing";
import { charts, environments, readCrds } from "@lab/lab";
import { labels } from "@lab/record";
import { afterAll, beforeAll, expect, test } from "vitest";
import { until } from "../_api-server.ts";
import { type Cluster, startCluster } from "./_cluster.ts";

const MINUTES = 60_000;
const crds = readCrds(charts.kyverno);

const expiry =
	renderLab(components, environments.vaclab)
		.bundles.find(({ name }) => name === "kyverno-policies")
		?.objects.filter(({ kind }) => kind === "DeletingPolicy")
		.map((policy) => ({
			...policy,
			spec: { ...(policy.spec as object), schedule: "* * * * *" },
		})) ?? [];

const expiring = (expires: string) => ({
	labels: { [labels.experiment]: "some" },
	annotations: { [labels.expires]: expires },
});

const namespace = (name: string, expires: string) => ({
	apiVersion: "v1",
	kind: "Namespace",
	metadata: { name, ...expiring(expires) },
});

const pod = (name: string, where: string, expires: string) => ({
	apiVersion: "v1",
	kind: "Pod",
	metadata: { name, namespace: where, ...expiring(expires) },
	spec: { containers: [{ name: "main", image: "some:1.0.0" }] },
});

const PAST = "2024-02-29T12:00:00Z";
const FUTURE = "2099-12-31T23:59:59Z";

/** Expiry times that no program can read, or that lie outside of what CEL can hold. */
const unreadable = [
	...["", "soon", "2024-02-30T00:00:00Z", "2023-02-29T00:00:00Z"],
	...["2024-13-01T00:00:00Z", "2024-01-01T24:00:00Z", "2024-01-01T00:00:60Z"],
	...["2024-01-01", "2024-01-01 00:00:00Z", "2024-1-1T0:0:0Z", "0"],
	...["0000-01-01T00:00:00Z", "9999-12-31T23:59:59-23:59", `${PAST}x`],
];

describeNeeding(
	["go", { what: "Kyverno's chart, unpacked", isMet: () => crds.length > 0 }],
	"the expiry of experiments, with Kyverno's real controllers",
	() => {
		let cluster: Cluster;

		beforeAll(async () => {
			cluster = await startCluster(crds);
			await cluster.startCleanup();
		}, 10 * MINUTES);

		afterAll(() => cluster?.stop());

		/** Without a controller for namespaces, a deleted one stays, with the time of its deletion. */
		const isDeleted = async (...object: string[]) => {
			const found = (await cluster.get(...object)) as
				| { metadata: { deletionTimestamp?: string } }
				| undefined;
			return (
				found === undefined || found.metadata.deletionTimestamp !== undefined
			);
		};

		test(
			"goes on beside unreadable times, and never touches the lab's own namespaces",
			async () => {
				const made = await cluster.apply(
					...unreadable.map((time, at) => namespace(`unreadable-${at}`, time)),
					namespace("past", PAST),
					namespace("past-elsewhere", "2024-02-29T12:00:00.123+02:00"),
					namespace("future", FUTURE),
					...["kyverno", "kube-system", "default"].map((name) =>
						namespace(name, PAST),
					),
					pod("past", "default", PAST),
					pod("future", "default", FUTURE),
					pod("past", "kube-system", PAST),
				);
				expect(made.ok, made.output).toBe(true);
				await until("the policy's webhook", async () => {
					const { ok } = await cluster.apply(...expiry);
					return ok;
				});
				await until(
					"the first run",
					() => isDeleted("namespace", "past"),
					4 * MINUTES,
				);
				expect(await isDeleted("namespace", "past-elsewhere")).toBe(true);
				expect(await isDeleted("pod", "past", "--namespace=default")).toBe(
					true,
				);
				// A run that failed would be the last one.
				expect((await cluster.apply(namespace("later", PAST))).ok).toBe(true);
				await until(
					"the next run",
					() => isDeleted("namespace", "later"),
					4 * MINUTES,
				);
				const kept = [
					...["future", "kyverno", "kube-system", "default"],
					...unreadable.map((_, at) => `unreadable-${at}`),
				];
				for (const name of kept)
					expect([name, await isDeleted("namespace", name)]).toEqual([
						name,
						false,
					]);
				for (const [name, where] of [
					["future", "default"],
					["past", "kube-system"],
				])
					expect(await isDeleted("pod", `${name}`, `-n=${where}`)).toBe(false);
			},
			12 * MINUTES,
		);
	},
);
