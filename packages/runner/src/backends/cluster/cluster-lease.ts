import { LabError, toYaml } from "@lab/core";
import type { WrittenObject } from "@lab/kubernetes";
import type { Plan } from "@lab/record";
import { RUNS_NAMESPACE } from "@lab/record";
import { now } from "../../clock.ts";
import type { RunFolder } from "../../run-folder.ts";
import type { Kubectl } from "./kubectl.ts";
import { leaseEnd, runKey } from "./objects.ts";

/** Name of the lease on a run's namespace. Machines need no lease: the scheduler accounts for the pods' requests. */
export const leaseName = ({ namespace }: Plan): string =>
	`namespace-${namespace}`;

interface Seen {
	readonly holder: string;
	readonly version: string;
	readonly ends: number;
}

const inRuns = (...args: string[]) => ["-n", RUNS_NAMESPACE, ...args];

/**
 * Takes the lease of a run on the cluster, where runners on other machines and
 * runners inside see it. An expired lease may be taken over.
 *
 * @returns description of the holder, or undefined if this run holds the lease
 */
export async function takeLease(
	kubectl: Kubectl,
	plan: Plan,
	folder: RunFolder,
	until: bigint,
	signal: AbortSignal,
): Promise<string | undefined> {
	const name = leaseName(plan);
	const held = await takeOne(kubectl, folder, name, until, signal);
	return held === undefined ? undefined : `run ${held}, which holds ${name}`;
}

async function takeOne(
	kubectl: Kubectl,
	folder: RunFolder,
	name: string,
	until: bigint,
	signal: AbortSignal,
): Promise<string | undefined> {
	const seen = await read(kubectl, name, signal);
	if (seen !== undefined && seen.holder !== folder.id && Date.now() < seen.ends)
		return seen.holder;
	const at = new Date(Number(now() / 1_000_000n));
	const lease: WrittenObject = {
		apiVersion: "coordination.k8s.io/v1",
		kind: "Lease",
		metadata: {
			name,
			namespace: RUNS_NAMESPACE,
			// Optimistic locking: the API server rejects this if another run has changed it.
			...(seen === undefined ? {} : { resourceVersion: seen.version }),
		},
		spec: {
			holderIdentity: folder.id,
			renewTime: at.toISOString().replace("Z", "000Z"),
			leaseDurationSeconds: Math.max(
				1,
				Math.ceil((leaseEnd(until).getTime() - at.getTime()) / 1000),
			),
		},
	};
	try {
		await kubectl.run(
			[
				"apply",
				"--server-side",
				// Without --force-conflicts, the second run conflicts with the first one's field manager.
				`--field-manager=run-${runKey(folder)}`,
				...(seen === undefined ? [] : ["--force-conflicts"]),
				"-f",
				"-",
			],
			{ input: toYaml(lease), signal },
		);
		return undefined;
	} catch (error) {
		const other = await read(kubectl, name, signal);
		if (!(error instanceof LabError) || other === undefined) throw error;
		if (other.holder === folder.id) throw error;
		return other.holder;
	}
}

async function read(
	kubectl: Kubectl,
	name: string,
	signal: AbortSignal,
): Promise<Seen | undefined> {
	const text = await kubectl.run(
		inRuns(
			"get",
			"lease",
			name,
			"--ignore-not-found",
			"-o",
			"jsonpath={.spec.holderIdentity} {.metadata.resourceVersion} {.spec.renewTime} {.spec.leaseDurationSeconds}",
		),
		{ signal },
	);
	if (text.trim() === "") return undefined;
	const [holder = "", version = "", renewed = "", seconds = "0"] =
		text.split(" ");
	return {
		holder,
		version,
		ends: Date.parse(renewed) + Number(seconds) * 1000,
	};
}

/** Releases the lease if this run holds it. */
export async function releaseLease(
	kubectl: Kubectl,
	plan: Plan,
	folder: RunFolder,
	signal: AbortSignal,
): Promise<void> {
	const name = leaseName(plan);
	if ((await read(kubectl, name, signal))?.holder !== folder.id) return;
	await kubectl.run(inRuns("delete", "lease", name, "--ignore-not-found"), {
		signal,
	});
}
