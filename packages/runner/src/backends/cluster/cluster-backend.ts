import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { LabError } from "@lab/core";
import type { Plan } from "@lab/record";
import type { Backend, Collected, Node } from "../../backend.ts";
import { until as waitUntil } from "../../clock.ts";
import type { RunFolder, RunOptions } from "../../run-folder.ts";
import { pingPeer, readInfo } from "../process/node-client.ts";
import { basesOf, presence } from "../process/process-disturbance.ts";
import { checkPlan } from "./check-plan.ts";
import { giveLease, takeLease } from "./cluster-lease.ts";
import { applyObjects, createKubectl } from "./kubectl.ts";
import {
	bundleName,
	bundleOf,
	EXPIRES,
	escaped,
	expiryOf,
	FLEET_NAMESPACE,
	namespaceOf,
	objectsOf,
	PARKED_KEY,
	RUNS_NAMESPACE,
	runKey,
	runsNamespace,
} from "./objects.ts";
import { waitsAsPlanned } from "./parked.ts";
import { beginPartition, endPartition, probePartition } from "./partition.ts";
import { collectLogs } from "./pod-logs.ts";
import { listPods } from "./pods.ts";
import { createReach, endProxies, findProxies, type Reach } from "./reach.ts";
import { readClocks, readStore } from "./store-metric.ts";

type Label = NonNullable<NonNullable<Plan["cluster"]>["label"]>;

const there = ["--ignore-not-found", "-o", "name"];
const inFleet = ["-n", FLEET_NAMESPACE, "bundles.fleet.cattle.io"];

/** Node groups as pods of a cluster. */
export function clusterBackend(
	plan: Plan,
	folder: RunFolder,
	options: RunOptions,
	tell: (text: string) => void = () => {},
): Backend {
	const kubectl = createKubectl(options);
	const inNamespace = (...args: string[]) => ["-n", plan.namespace, ...args];
	const withFleet = options.apply !== "server-side";
	let decided: Promise<Label | undefined> | undefined;
	let reach: Reach | undefined;
	let announced: bigint | undefined;

	const apply = (objects: readonly object[], signal: AbortSignal) =>
		applyObjects(kubectl, objects, signal);
	const observe = async (signal: AbortSignal): Promise<Node[]> => {
		await mkdir(folder.work, { recursive: true });
		reach ??= await createReach(kubectl, plan, folder.work, signal);
		return listPods(kubectl, plan, reach, signal);
	};
	/** Makes the namespace; one that is there and not of this run is not touched. */
	const takeNamespace = async (
		until: bigint,
		signal: AbortSignal,
	): Promise<void> => {
		const owner = await ownerOf(signal);
		if (owner !== undefined && owner !== runKey(folder)) {
			throw new LabError({
				code: "namespace-taken",
				what: `the namespace ${plan.namespace} is there and is not of this run`,
				where: plan.namespace,
				help: "end the run that uses it, or plan with another namespace",
			});
		}
		const parked = await parkedLabel(signal);
		await apply([namespaceOf(plan, folder, until, parked?.key)], signal);
	};
	/** The run that a namespace is of, empty: of none; absent: there is no such namespace. */
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
	/** The Bundle of this run, empty: there is none. */
	const bundleThere = async (signal: AbortSignal): Promise<string> =>
		withFleet
			? kubectl.run(["get", ...inFleet, bundleName(folder), ...there], {
					signal,
				})
			: "";
	/**
	 * Set on the Cluster object where the bundle out of Git is to come. A runner
	 * that goes on finds what the one before it decided.
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
		if (await waitsAsPlanned(kubectl, plan, signal)) return label;
		tell(
			`no bundle ${plan.cluster?.bundle} waits in the cluster with what the plan says: the run brings its own`,
		);
		return undefined;
	};
	const isMarkedParked = async (signal: AbortSignal): Promise<boolean> => {
		const text = await kubectl.run(
			[
				...["get", "namespace", plan.namespace, "--ignore-not-found"],
				...["-o", `jsonpath={.metadata.annotations.${escaped(PARKED_KEY)}}`],
			],
			{ signal },
		);
		return text !== "";
	};
	/** Shows the run on the cluster before it may use it, or moves the time at which it may be cleared away. */
	const announce = async (until: bigint, signal: AbortSignal) => {
		if (announced === until) return;
		const runs = ["get", "namespace", RUNS_NAMESPACE, ...there];
		if ((await kubectl.run(runs, { signal })) === "")
			await apply([runsNamespace], signal);
		const expires = `${EXPIRES}=${expiryOf(until)}`;
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
		nodes.filter((node) => node.replace(/-\d+$/, "") === group).length;

	return {
		check: checkPlan,
		async claim(until, signal) {
			await announce(until, signal);
			return takeLease(kubectl, plan, folder, until, signal);
		},
		unclaim: (signal) => giveLease(kubectl, plan, folder, signal),
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
		metric: (group, name, signal) =>
			readStore(options, plan.namespace, group, name, signal),
		// Pods have the clocks of their machines.
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
			const bases = basesOf(await observe(signal));
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
		// The lab's own collector and scraper do that.
		follow: () => ({ flush: async () => [], stop: async () => {} }),
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
							tell,
							signal,
						)
					: []),
			];
		},
		async teardown(signal) {
			const owns = (await ownerOf(signal)) === runKey(folder);
			// A run that was still waiting leaves the label to the one that has the namespace.
			const parked = owns ? await parkedLabel(signal) : undefined;
			if (parked !== undefined) await setParkedLabel(`${parked.key}-`, signal);
			// Looked for first: a runner inside may no longer delete what is gone.
			if ((await bundleThere(signal)) !== "") {
				await kubectl.run(
					[
						...["delete", ...inFleet, bundleName(folder)],
						...["--ignore-not-found", "--wait=false"],
					],
					{ signal },
				);
				// kubectl's own waiting lists all bundles, which a runner inside may not.
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
