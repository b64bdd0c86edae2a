import { identityOf, type ReadObject, titleOf } from "@lab/kubernetes";
import { fleet } from "@lab/lab";
import type { AdoptionInput, Step } from "./adoption.ts";
import { keptObjects, RELEASE } from "./kept-objects.ts";
import { oldBundles } from "./old-bundles.ts";

/** Kinds with data, or with objects of their own; never deleted here. */
const holdsData = [
	"CustomResourceDefinition",
	"Namespace",
	"PersistentVolume",
	"PersistentVolumeClaim",
	"Secret",
];

/** Label by which Grafana finds dashboards. */
const DASHBOARD = "grafana_dashboard";

/** Why an object is better deleted by hand, if at all; undefined if it can go. */
function whyItStays({ kind, metadata }: ReadObject): string | undefined {
	if (holdsData.includes(kind))
		return "delete it by hand if nobody needs its data";
	if (metadata.labels?.[DASHBOARD] !== undefined)
		return "Grafana shows it beside ours; docs/reports/parity.md says what became of its panels: delete it by hand then";
	return undefined;
}

/** What neither our bundles nor a chart has taken over acts beside ours, and goes last. */
export const leftovers: Step = {
	name: "leftovers",
	purpose: "what our lab does not use goes",
	async plan(input) {
		const { cluster, bundles } = input;
		const ours = new Set(
			bundles.flatMap(({ namespace, objects }) =>
				objects.map((object) => identityOf(object, namespace)),
			),
		);
		const left = (await keptObjects(input)).filter(
			(object) => !ours.has(identityOf(object, "")),
		);
		const waiting = await notReady(input);
		return left.map((object) => {
			const title = [object.metadata.namespace, titleOf(object)]
				.filter(Boolean)
				.join(": ");
			const why = `${object.metadata.annotations?.[RELEASE]} created it, and nothing of ours replaces it under this name`;
			const stays = whyItStays(object);
			if (stays !== undefined)
				return {
					what: `${title} stays`,
					why,
					help: stays,
					by: "choice" as const,
				};
			if (waiting !== undefined)
				return {
					what: `${title} will be deleted`,
					why,
					help: `run the command again once our bundles are ready: ${waiting}`,
					by: "later" as const,
				};
			return {
				what: `delete ${title}`,
				why,
				act: async () => {
					await cluster.remove(object);
				},
			};
		});
	},
};

/** Why leftovers must wait, or undefined. */
async function notReady(input: AdoptionInput): Promise<string | undefined> {
	if ((await oldBundles(input)).length > 0)
		return "the old ones are still there";
	const present = await input.cluster.list(
		"fleet.cattle.io/v1alpha1",
		"Bundle",
		{ namespace: fleet.workspace },
	);
	const names = input.bundles.map(({ name }) => name);
	const open = names.filter((name) => {
		const found = present.find(({ metadata }) => metadata.name === name);
		const { summary } = (found?.status ?? {}) as {
			summary?: { ready?: number; desiredReady?: number };
		};
		return (
			summary?.desiredReady === undefined ||
			(summary.ready ?? 0) < summary.desiredReady
		);
	});
	return open.length === 0
		? undefined
		: `${open.length} of ${names.length} are not, such as ${open.slice(0, 3).join(", ")}`;
}
