import { LabError, toYaml } from "@lab/core";
import type { Plan } from "@lab/record";
import { now } from "../../clock.ts";
import type { RunFolder } from "../../run-folder.ts";
import type { Kubectl } from "./kubectl.ts";
import { leaseEnd, RUNS_NAMESPACE, runKey } from "./objects.ts";

/** Of what a run has for itself: its namespace. Machines are shared; the scheduler counts what each pod asks for. */
export const leaseName = ({ namespace }: Plan): string =>
	`namespace-${namespace}`;

interface Seen {
	readonly holder: string;
	readonly version: string;
	readonly ends: number;
}

const inRuns = (...args: string[]) => ["-n", RUNS_NAMESPACE, ...args];

/**
 * Takes the lease of a run on the cluster, so that runs from other machines,
 * and those inside, see it. One whose time is over is anyone's.
 *
 * @returns who has it; nothing: it is ours
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
	return held === undefined ? undefined : `run ${held}, which has ${name}`;
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
	const lease = {
		apiVersion: "coordination.k8s.io/v1",
		kind: "Lease",
		metadata: {
			name,
			namespace: RUNS_NAMESPACE,
			// Whoever was faster has changed it: then this is refused.
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
				// Fields of another run's manager are in the way: without force, who comes second is refused.
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

/** Gives back the lease where it is this run's. */
export async function giveLease(
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
