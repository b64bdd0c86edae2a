import { LabError, suggestion } from "@lab/core";
import type { KubeApi } from "../access/kube-api.ts";
import { type Program, programsOfCharts } from "../rollout/settings.ts";
import { stopService } from "../services/service.ts";
import {
	type Folder,
	type ReplicaRecord,
	updateRecord,
} from "../state/folder.ts";

/** Programs that can be switched off with `--without`. */
export const switchable: readonly Program[] = [
	...new Set(Object.values(programsOfCharts)),
];

export interface Switches {
	/** Programs to switch off. */
	readonly off: readonly string[];
	/** Programs to switch on again. */
	readonly on: readonly string[];
}

/**
 * Programs that are off: those that were off before, changed by the given switches.
 *
 * @throws LabError `unknown-program`
 */
export function switchedOff(
	before: readonly Program[] = [],
	{ off, on }: Switches,
): Program[] {
	const named = [
		...off.map((name) => ["--without", name] as const),
		...on.map((name) => ["--with", name] as const),
	];
	for (const [flag, name] of named)
		if (!(switchable as readonly string[]).includes(name))
			throw new LabError({
				code: "unknown-program",
				what: `'${name}' is not a program that can be switched off or on`,
				where: `${flag} ${name}`,
				help: suggestion(name, switchable),
			});
	return switchable.filter(
		(name) =>
			!on.includes(name) && (before.includes(name) || off.includes(name)),
	);
}

/** Stops programs that are switched off, and removes the webhooks that call them. */
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

/** A webhook without a server rejects every object. Kyverno recreates its webhooks when it starts. */
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
