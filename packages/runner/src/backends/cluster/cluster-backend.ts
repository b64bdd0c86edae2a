import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { LabError } from "@lab/core";
import type { ReadObject } from "@lab/kubernetes";
import { groupOf, labels, type Plan, RUNS_NAMESPACE } from "@lab/record";
import type { Backend, Collected, Node } from "../../backend.ts";
import { until as waitUntil } from "../../clock.ts";
import type { RunFolder, RunnerOptions } from "../../run-folder.ts";
import { pingPeer, readInfo } from "../node-client.ts";
import { baseUrlsOf, presence } from "../node-presence.ts";
import { checkClusterPlan } from "./check-plan.ts";
import { releaseLease, takeLease } from "./cluster-lease.ts";
import { applyObjects, createKubectl } from "./kubectl.ts";
import {
	bundleName,
	bundleOf,
	escaped,
	expiryOf,
	FLEET_NAMESPACE,
	namespaceOf,
	objectsOf,
	runKey,
	runsNamespace,
} from "./objects.ts";
import { isParkedAsPlanned } from "./parked.ts";
import { beginPartition, endPartition, probePartition } from "./partition.ts";
import { collectLogs } from "./pod-logs.ts";
import {
	createPodUrl,
	endProxies,
	findProxies,
	type PodUrl,
} from "./pod-url.ts";
import { listPods } from "./pods.ts";
import { readClocks, readStore } from "./store-metric.ts";

type Label = NonNullable<NonNullable<Plan["cluster"]>["label"]>;

const there = ["--ignore-not-found", "-o", "name"];
const inFleet = ["-n", FLEET_NAMESPACE, "bundles.fleet.cattle.io"];

/** Backend that runs node groups as pods of a cluster. */
export function clusterBackend(
	plan: Plan,
	folder: RunFolder,
	options: RunnerOptions,
	print: (text: string) => void = () => {},
): Backend {
	const kubectl = createKubectl(options);
	const inNamespace = (...args: string[]) => ["-n", plan.namespace, ...args];
	const withFleet = options.apply !== "server-side";
	let decided: Promise<Label | undefined> | undefined;
	let podUrl: PodUrl | undefined;
	let announced: bigint | undefined;

	const apply = (objects: readonly ReadObject[], signal: AbortSignal) =>
		applyObjects(kubectl, objects, signal);
	const observe = async (signal: AbortSignal): Promise<Node[]> => {
		await mkdir(folder.work, { recursive: true });
		podUrl ??= await createPodUrl(kubectl, plan, folder.work, signal);
		return listPods(kubectl, plan, podUrl, signal);
	};
	/** Creates the namespace, unless it exists and belongs to another run. */
	const takeNamespace = async (
		until: bigint,
		signal: AbortSignal,
	): Promise<void> => {
		const owner = await ownerOf(signal);
		if (owner !== undefined && owner !== runKey(folder)) {
			throw new LabError({
				code: "namespace-taken",
				what: `the namespace ${plan.namespace} exists and does not belong to this run`,
				where: plan.namespace,
				help: "abort the run that uses it, or plan with another namespace",
			});
		}
		const parked = await parkedLabel(signal);
		await apply([namespaceOf(plan, folder, until, parked?.key)], signal);
	};
	/** Key of the run that owns the namespace; empty if none does, undefined if there is no namespace. */
	const ownerOf = async (signal: AbortSignal): Promise<string | undefined> => {
		const text = await kubectl.run(
			[
				"get",
				"namespace",
				plan.namespace,
				"--ignore-not-found",
				"-o",
				"jsonpath={.metadata.name}/{.metadata.labels.lab\\.vac\\.dev/run}",
			],
			{ signal },
		);
		return text === "" ? undefined : text.split("/")[1];
	};
	/** Name of the existing Bundle of this run, or empty. */
	const bundleThere = async (signal: AbortSignal): Promise<string> =>
		withFleet
			? kubectl.run(["get", ...inFleet, bundleName(folder), ...there], {
					signal,
				})
			: "";
	/**
	 * Label of the Cluster object that deploys the parked bundle, if this run uses
	 * it. A resumed runner keeps the decision of the previous one.
	 */
	const parkedLabel = (signal: AbortSignal): Promise<Label | undefined> => {
		decided ??= decideParked(signal).catch((error: unknown) => {
			decided = undefined;
			throw error;
		});
		return decided;
	};
	const decideParked = async (signal: AbortSignal) => {
		const label = plan.cluster?.label;
		if (label === undefined || options.inside !== undefined || !withFleet)
			return undefined;
		if ((await ownerOf(signal)) === runKey(folder))
			return (await isMarkedParked(signal)) ? label : undefined;
		if ((await bundleThere(signal)) !== "") return undefined;
		if (await isParkedAsPlanned(kubectl, plan, signal)) return label;
		print(
			`no parked bundle ${plan.cluster?.bundle} matches the plan: the run creates its own`,
		);
		return undefined;
	};
	const isMarkedParked = async (signal: AbortSignal): Promise<boolean> => {
		const text = await kubectl.run(
			[
				...["get", "namespace", plan.namespace, "--ignore-not-found"],
				...[
					"-o",
					`jsonpath={.metadata.annotations.${escaped(labels.parkedKey)}}`,
				],
			],
			{ signal },
		);
		return text !== "";
	};
	/** Makes the run visible on the cluster before it starts there, or updates when its objects expire. */
	const announce = async (until: bigint, signal: AbortSignal) => {
		if (announced === until) return;
		const runs = ["get", "namespace", RUNS_NAMESPACE, ...there];
		if ((await kubectl.run(runs, { signal })) === "")
			await apply([runsNamespace], signal);
		const expires = `${labels.expires}=${expiryOf(until)}`;
		if (withFleet && (await parkedLabel(signal)) === undefined) {
			if ((await bundleThere(signal)) === "")
				await apply([bundleOf(plan, folder, until, true)], signal);
			else
				await kubectl.run(
					["annotate", "--overwrite", ...inFleet, bundleName(folder), expires],
					{ signal },
				);
		}
		if ((await ownerOf(signal)) === runKey(folder))
			await kubectl.run(
				["annotate", "--overwrite", "namespace", plan.namespace, expires],
				{ signal },
			);
		announced = until;
	};
	const setParkedLabel = (label: string, signal: AbortSignal) =>
		kubectl.run(
			[
				"-n",
				FLEET_NAMESPACE,
				"label",
				"--overwrite",
				"clusters.fleet.cattle.io",
				"--all",
				label,
			],
			{ signal },
		);
	const scale = (group: string, replicas: number, signal: AbortSignal) =>
		kubectl.run(
			inNamespace("scale", "statefulset", group, `--replicas=${replicas}`),
			{ signal },
		);
	const churned = (group: string, nodes: readonly string[]): number =>
		nodes.filter((node) => groupOf(node) === group).length;

	return {
		check: checkClusterPlan,
		async claim(until, signal) {
			await announce(until, signal);
			return takeLease(kubectl, plan, folder, until, signal);
		},
		unclaim: (signal) => releaseLease(kubectl, plan, folder, signal),
		async prepare(until, signal) {
			await mkdir(folder.work, { recursive: true });
			await takeNamespace(until, signal);
			const parked = await parkedLabel(signal);
			if (parked !== undefined)
				await setParkedLabel(`${parked.key}=${parked.value}`, signal);
			else if (withFleet)
				await apply([bundleOf(plan, folder, until, false)], signal);
			else await apply(objectsOf(plan), signal);
		},
		async scale(name, replicas, signal) {
			const group = plan.groups.find((one) => one.name === name);
			if (group?.kind === "StatefulSet") await scale(name, replicas, signal);
		},
		observe,
		async ready(nodes) {
			return new Set(
				nodes.filter((node) => node.ready).map(({ name }) => name),
			);
		},
		metric: async (group, name, signal) =>
			readStore(
				options,
				plan.namespace,
				group,
				name,
				await observe(signal),
				signal,
			),
		// Pods share the clocks of their machines.
		async clocks(signal) {
			if (options.prometheusUrl === undefined) return new Map();
			const clocks = await readClocks(options, signal);
			const used = new Set((await observe(signal)).map(({ host }) => host));
			return new Map(
				[...clocks]
					.filter(([machine]) => used.has(machine))
					.map(([machine, offsetMs]) => [machine, { offsetMs, withinMs: 0 }]),
			);
		},
		async begin(step, signal) {
			if (step.kind === "churn") {
				for (const { name, replicas } of plan.groups) {
					const gone = churned(name, step.nodes);
					if (gone > 0) await scale(name, replicas - gone, signal);
				}
			}
			if (step.kind === "partition") {
				await beginPartition(kubectl, plan, step, signal);
			}
		},
		async end(step, signal) {
			if (step.kind === "churn") {
				for (const { name, replicas } of plan.groups) {
					if (churned(name, step.nodes) > 0) {
						await scale(name, replicas, signal);
					}
				}
			}
			if (step.kind === "partition") {
				await endPartition(kubectl, plan, step, signal);
			}
		},
		async probe(step, signal) {
			const nodes = await observe(signal);
			if (step.kind === "partition") {
				return probePartition(kubectl, plan, step, nodes, signal);
			}
			const touched = new Set(step.nodes);
			const up = nodes.filter(({ name, ready }) => touched.has(name) && ready);
			return {
				...presence(up.length, touched.size),
				seen: `${up.length} of ${touched.size} pods ready`,
			};
		},
		async measure(pairs, signal) {
			const bases = baseUrlsOf(await observe(signal));
			const times = await Promise.all(
				pairs.map(async ([from, to]) => {
					const [a, b] = [bases.get(from), bases.get(to)];
					if (a === undefined || b === undefined) return undefined;
					return pingPeer(a, (await readInfo(b, signal)).peerId, signal);
				}),
			);
			const known = times.filter((time) => time !== undefined);
			return {
				holds: known.length === pairs.length,
				seen: `${known.length} of ${pairs.length} pairs connected`,
			};
		},
		// No image of the lab writes sentinels.
		endLogs: async () => new Map(),
		// Nothing to do: the lab's collector and scraper cover all pods.
		follow: () => ({
			scrape: async () => [],
			ship: async () => {},
			countShipped: async () => undefined,
			stop: async () => {},
		}),
		async collect(into, signal): Promise<Collected[]> {
			const objects = await kubectl.run(
				inNamespace("get", "statefulsets,services,pods,events", "-o", "yaml"),
				{ signal },
			);
			await mkdir(join(into, "objects"), { recursive: true });
			await writeFile(join(into, "objects/objects.yaml"), objects);
			return [
				{
					path: "objects/objects.yaml",
					content: "objects",
					format: "yaml",
				},
				...(options.logsUrl === undefined
					? await collectLogs(
							kubectl,
							plan,
							await observe(signal),
							into,
							print,
							signal,
						)
					: []),
			];
		},
		async teardown(signal) {
			const owns = (await ownerOf(signal)) === runKey(folder);
			// A run that never owned the namespace must not remove its owner's label.
			const parked = owns ? await parkedLabel(signal) : undefined;
			if (parked !== undefined) await setParkedLabel(`${parked.key}-`, signal);
			// Checked first: once the Bundle is gone, a runner inside lacks the permission to delete it.
			if ((await bundleThere(signal)) !== "") {
				await kubectl.run(
					[
						...["delete", ...inFleet, bundleName(folder)],
						...["--ignore-not-found", "--wait=false"],
					],
					{ signal },
				);
				// `kubectl delete --wait` lists all bundles, which a runner inside may not.
				await waitUntil(
					async () => (await bundleThere(signal)) === "",
					250,
					signal,
				);
			}
			if (owns) {
				await kubectl.run(
					[
						"delete",
						"namespace",
						plan.namespace,
						"--ignore-not-found",
						"--wait=false",
					],
					{ signal },
				);
			}
			await endProxies(folder.work);
			await rm(folder.work, { recursive: true, force: true });
		},
		async leftovers(signal) {
			const owner = await ownerOf(signal);
			const bundle = await bundleThere(signal);
			return [
				...(owner === runKey(folder) ? [`namespace ${plan.namespace}`] : []),
				...(bundle === "" ? [] : [bundle.trim()]),
				...(await findProxies(folder.work)).map(({ pid }) => `process ${pid}`),
			];
		},
	};
}
