import { join } from "node:path";
import process from "node:process";
import { toYaml, toYamlStream, tryRun } from "@lab/core";
import { describeNeeding } from "@lab/core/testing";
import type { ReadObject } from "@lab/kubernetes";
import { fleet, secrets } from "@lab/lab";
import { bundleStates, KubeApi } from "@lab/replica";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
	applyTree,
	filesOf,
	installKinds,
	withStandIns,
	writeFleet,
} from "./_adoption.ts";
import { root, TestReplica, until } from "./_replica.ts";

const MINUTES = 60_000;

/** A clone of github.com/vacp2p/vaclab-2; its tree is not part of this repository. */
const clone = process.env.VACLAB_2_CLONE;

const newTree = join(root, fleet.path);

/** Bundles of our tree that the small rehearsal rolls out. */
const some = [
	...["storage", "hubble", "victoria-logs", "longhorn"],
	"traefik-middlewares",
];

const ingress = (host: string, secretName: string) => ({
	apiVersion: "networking.k8s.io/v1",
	kind: "Ingress",
	metadata: { name: "hubble-ui", namespace: "kube-system" },
	spec: {
		tls: [{ hosts: [host], secretName }],
		rules: [
			{
				host,
				http: {
					paths: [
						{
							path: "/",
							pathType: "Prefix",
							backend: { service: { name: "hubble-ui", port: { number: 80 } } },
						},
					],
				},
			},
		],
	},
});

/** Bundles made up in the shape of vaclab-2's: unnamed, with one raw bundle in the namespace `default`. */
const oldTree: Readonly<Record<string, string>> = {
	"storage/fleet.yaml": toYaml({
		dependsOn: [{ name: "vaclab-2-fleet-longhorn" }],
	}),
	"storage/classes.yaml": toYaml({
		apiVersion: "storage.k8s.io/v1",
		kind: "StorageClass",
		metadata: { name: "longhorn-vaclab" },
		provisioner: "driver.longhorn.io",
		reclaimPolicy: "Retain",
		parameters: { numberOfReplicas: "2", fromBackup: "" },
	}),
	"longhorn/fleet.yaml": toYaml({
		defaultNamespace: "longhorn-system",
		helm: {
			repo: "https://charts.longhorn.io",
			chart: "longhorn",
			version: "1.10.1",
			releaseName: "longhorn",
			takeOwnership: true,
		},
	}),
	"victoria-logs-cluster/fleet.yaml": toYaml({
		defaultNamespace: "victorialogs",
		dependsOn: [{ name: "vaclab-2-fleet-storage" }],
		helm: {
			repo: "https://victoriametrics.github.io/helm-charts/",
			chart: "victoria-logs-cluster",
			version: "0.0.25",
			releaseName: "vlc",
			takeOwnership: true,
		},
	}),
	"ingresses/fleet.yaml": toYaml({ defaultNamespace: "kube-system" }),
	"ingresses/hubble.yaml": toYaml(ingress("hubble.lab.vac.dev", "hubble-cert")),
	"dashboards/fleet.yaml": toYaml({ defaultNamespace: "vmetrics" }),
	"dashboards/old.yaml": toYamlStream([
		{
			apiVersion: "v1",
			kind: "ConfigMap",
			metadata: {
				name: "old-dashboard",
				labels: { grafana_dashboard: "1" },
			},
			data: { text: "{}" },
		},
		{
			apiVersion: "apps/v1",
			kind: "Deployment",
			metadata: { name: "old-program" },
			spec: {
				selector: { matchLabels: { app: "old-program" } },
				template: {
					metadata: { labels: { app: "old-program" } },
					spec: { containers: [{ name: "main", image: "old:1.0.0" }] },
				},
			},
		},
		{
			apiVersion: "v1",
			kind: "PersistentVolumeClaim",
			metadata: { name: "old-data" },
			spec: {
				accessModes: ["ReadWriteOnce"],
				storageClassName: "longhorn-vaclab",
				resources: { requests: { storage: "1Gi" } },
			},
		},
	]),
};

interface Answer {
	readonly state: string;
	readonly steps: readonly {
		readonly name: string;
		readonly actions: readonly { readonly what: string }[];
	}[];
}

describeNeeding(["go"], "the adoption of a running lab", () => {
	let replica: TestReplica;
	let api: KubeApi;
	/** Our tree, as it is rolled out here and as it is rendered. */
	let ours: string;
	let rendered: string;

	const adopt = async (...options: string[]) => {
		const { exit, stdout, stderr } = await tryRun(
			process.execPath,
			[
				join(root, "packages/launch/launch.mjs"),
				join(root, "packages/cli/src/main.ts"),
				...["provision", "adopt", "vaclab-2", "--json"],
				...["--kubeconfig", replica.folder.kubeconfig],
				...["--tree", rendered, ...options],
			],
			{ cwd: root, timeout: "10m" },
		);
		expect(stdout, stderr).not.toBe("");
		return { exit, stderr, ...(JSON.parse(stdout) as Answer) };
	};
	const actionsOf = ({ steps }: Answer, step: string) =>
		steps.find(({ name }) => name === step)?.actions.map(({ what }) => what) ??
		[];

	const get = (
		apiVersion: string,
		kind: string,
		name: string,
		namespace?: string,
	) =>
		api.get({
			apiVersion,
			kind,
			metadata: { name, ...(namespace && { namespace }) },
		});

	const bundleNames = async () =>
		(
			await api.list("fleet.cattle.io/v1alpha1", "Bundle", {
				namespace: fleet.workspace,
			})
		).map(({ metadata }) => metadata.name);

	const ready = () =>
		until(
			() => bundleStates(api),
			(states) =>
				states.length > 0 &&
				states.every(({ state }) => state === "ready" || state === "parked"),
		);

	beforeAll(async () => {
		replica = await TestReplica.make();
		await replica.up();
		api = await KubeApi.from(replica.folder.kubeconfig);
		ours = join(replica.home, "new");
		const old = join(replica.home, "old");
		const at = (folder: string) => join(replica.home, folder);
		const before =
			clone === undefined
				? await writeFleet(at("made-up"), new Map(Object.entries(oldTree)))
				: join(clone, fleet.path);
		const files = await filesOf(newTree, (name) =>
			clone === undefined ? some.includes(name) : name !== "experiments",
		);
		rendered = await writeFleet(at("rendered"), files);
		await writeFleet(ours, withStandIns(files));
		await writeFleet(old, withStandIns(await filesOf(before)));
		for (const tree of [before, newTree]) await installKinds(api, tree);
		await api.apply({
			apiVersion: "v1",
			kind: "Secret",
			metadata: {
				name: "hubble-cert",
				namespace: "kube-system",
				annotations: {
					"cert-manager.io/issuer-name": "letsencrypt-prod",
					"cert-manager.io/certificate-name": "hubble-cert",
				},
			},
			type: "kubernetes.io/tls",
			data: { "tls.crt": "b2xk", "tls.key": "b2xk" },
		});
		// As in the lab: Grafana's chart has made it, and ours is not there yet.
		const { namespace, name } = secrets.grafanaAdmin;
		await api.remove({
			apiVersion: "v1",
			kind: "Secret",
			metadata: { namespace, name },
		});
		await api.apply({
			apiVersion: "v1",
			kind: "Secret",
			metadata: { name: "vmks-grafana", namespace },
			data: { "admin-user": "YWRtaW4=", "admin-password": "a25vd24=" },
		});
		await applyTree(old, replica.folder.kubeconfig);
		await ready();
	}, 40 * MINUTES);

	afterAll(async () => {
		api?.close();
		await replica?.end();
	}, 2 * MINUTES);

	test(
		"is shown step by step with --check, which changes nothing",
		async () => {
			const before = await bundleNames();
			const answer = await adopt("--check");
			expect([answer.exit, answer.state]).toEqual([1, "open"]);
			expect(answer.steps.map(({ name }) => name)).toEqual([
				...["fleet-version", "secrets", "certificates", "crds"],
				...["keep-resources", "release-bundles", "immutable-objects"],
				"leftovers",
			]);
			expect(actionsOf(answer, "secrets")).toContain(
				"copy admin-user, admin-password of vmetrics/vmks-grafana to Secret vmetrics/grafana-admin",
			);
			expect(actionsOf(answer, "keep-resources")[0]).toMatch(
				/set keepResources on \d+ of \d+ bundles/,
			);
			expect(actionsOf(answer, "immutable-objects").join()).toContain(
				"delete StorageClass longhorn-vaclab",
			);
			expect(await bundleNames()).toEqual(before);
			expect(await get("v1", "Secret", "grafana-admin", "vmetrics")).toBe(
				undefined,
			);
			expect(
				await get("storage.k8s.io/v1", "StorageClass", "longhorn-vaclab"),
			).toBeDefined();
		},
		5 * MINUTES,
	);

	test(
		"removes the old bundles without their objects, and makes room for ours",
		async () => {
			const stores = await api.list("apps/v1", "StatefulSet");
			const claims = await api.list("v1", "PersistentVolumeClaim");
			expect(stores.length).toBeGreaterThan(0);
			expect(claims.length).toBeGreaterThan(0);
			const answer = await adopt();
			expect([answer.exit, answer.state, answer.stderr]).toEqual([
				1,
				"open",
				expect.anything(),
			]);
			expect(await bundleNames()).toEqual([]);
			const uids = (list: readonly ReadObject[]) =>
				list.map(({ metadata }) => metadata.uid).sort();
			expect(uids(await api.list("apps/v1", "StatefulSet"))).toEqual(
				uids(stores),
			);
			expect(uids(await api.list("v1", "PersistentVolumeClaim"))).toEqual(
				uids(claims),
			);
			expect(
				await get("storage.k8s.io/v1", "StorageClass", "longhorn-vaclab"),
			).toBe(undefined);
			expect(
				(await get("v1", "Secret", "grafana-admin", "vmetrics"))?.data,
			).toEqual({ "admin-user": "YWRtaW4=", "admin-password": "a25vd24=" });
			if (clone === undefined)
				expect(
					await get("v1", "Secret", "hubble-tls", "kube-system"),
				).toMatchObject({
					type: "kubernetes.io/tls",
					data: { "tls.crt": "b2xk" },
					metadata: {
						annotations: {
							"cert-manager.io/issuer-name": "letsencrypt-prod",
							"cert-manager.io/certificate-name": "hubble-tls",
						},
					},
				});
		},
		12 * MINUTES,
	);

	test(
		"lets ours take over the same stores, and then removes what is left",
		async () => {
			const claims = await api.list("v1", "PersistentVolumeClaim");
			await applyTree(ours, replica.folder.kubeconfig);
			await ready();
			const answer = await adopt();
			expect(actionsOf(answer, "keep-resources")).toEqual([]);
			if (clone === undefined) {
				expect(actionsOf(answer, "leftovers").sort()).toEqual([
					"delete kube-system: Ingress hubble-ui",
					"delete vmetrics: Deployment old-program",
					"vmetrics: ConfigMap old-dashboard stays",
					"vmetrics: PersistentVolumeClaim old-data stays",
				]);
				expect(
					await get("apps/v1", "Deployment", "old-program", "vmetrics"),
				).toBe(undefined);
				expect([answer.exit, answer.state]).toEqual([0, "done"]);
			}
			// Claims stay, whoever made them.
			const after = (await api.list("v1", "PersistentVolumeClaim")).map(
				({ metadata }) => metadata.uid,
			);
			for (const { metadata } of claims) expect(after).toContain(metadata.uid);
			const again = await adopt("--check");
			expect(
				again.steps
					.flatMap(({ actions }) => actions.map(({ what }) => what))
					.filter((what) => !/stays$|is missing$/.test(what)),
			).toEqual([]);
		},
		12 * MINUTES,
	);
});

test("an adoption needs to know the lab and the cluster", async () => {
	const fails = async (...words: string[]) => {
		const { exit, stderr } = await tryRun(
			process.execPath,
			[
				join(root, "packages/launch/launch.mjs"),
				join(root, "packages/cli/src/main.ts"),
				...["provision", "adopt", ...words],
			],
			{ cwd: root, timeout: "2m" },
		);
		return `${exit} ${stderr}`;
	};
	expect(await fails("vaclab2")).toMatch(/^2 .*did you mean 'vaclab-2'\?/s);
	expect(await fails("vaclab-2")).toMatch(/^2 .*no-kubeconfig/s);
}, 120_000);
