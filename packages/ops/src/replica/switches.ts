import { LabError, suggestion } from "@lab/core";
import { type Program, programsOfCharts } from "../rollout/settings.ts";
import { type Folder, type ReplicaRecord, updateRecord } from "./folder.ts";
import type { KubeApi } from "./kube-api.ts";
import { stopService } from "./service.ts";

/** Programs that a person may do without. */
export const switchable: readonly Program[] = [
	...new Set(Object.values(programsOfCharts)),
];

export interface Switches {
	/** Not to run from now on. */
	readonly off: readonly string[];
	/** To run again. */
	readonly on: readonly string[];
}

/**
 * Which programs stay off: those that were, and what a person says now.
 *
 * @throws LabError `unknown-program`
 */
export function switched(
	before: readonly Program[] = [],
	{ off, on }: Switches,
): Program[] {
	for (const name of [...off, ...on])
		if (!(switchable as readonly string[]).includes(name))
			throw new LabError({
				code: "unknown-program",
				what: `'${name}' is no program that can be switched`,
				where: "the command line",
				help: suggestion(name, switchable),
			});
	return switchable.filter(
		(name) =>
			!on.includes(name) && (before.includes(name) || off.includes(name)),
	);
}

/** Ends programs that are switched off, and takes along what calls them. */
export async function stopSwitchedOff(
	folder: Folder,
	{ without = [], controllers = [] }: ReplicaRecord,
	api: KubeApi,
): Promise<void> {
	for (const name of without) await stopService(folder, name);
	if (without.includes("kyverno")) await removeWebhooks(api);
	const kept = controllers.filter(
		(name) => !(without as readonly string[]).includes(name),
	);
	if (kept.length < controllers.length)
		await updateRecord(folder, { controllers: kept });
}

/** A webhook that nobody serves would refuse every object. Kyverno makes its own anew when it starts. */
async function removeWebhooks(api: KubeApi): Promise<void> {
	const apiVersion = "admissionregistration.k8s.io/v1";
	for (const kind of [
		"MutatingWebhookConfiguration",
		"ValidatingWebhookConfiguration",
	]) {
		const found = await api.list(apiVersion, kind, {
			selector: "webhook.kyverno.io/managed-by=kyverno",
		});
		for (const { metadata } of found)
			await api.remove({ apiVersion, kind, metadata: { name: metadata.name } });
	}
}
