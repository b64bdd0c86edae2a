import { setTimeout as sleep } from "node:timers/promises";
import { exitCode, LabError } from "@lab/core";
import type { ReadObject } from "@lab/kubernetes";
import { fleet } from "@lab/lab";
import type { AdoptionInput, Step } from "./adoption.ts";
import { keptObjects } from "./kept-objects.ts";

const API = "fleet.cattle.io/v1alpha1";
const POLL_MS = 500;

const gitRepo = ({ previous }: AdoptionInput) => ({
	apiVersion: API,
	kind: "GitRepo",
	metadata: { name: previous.gitRepo, namespace: fleet.workspace },
});

/** Bundles that the previous lab's GitRepo has made: Fleet names them after the repository and their folder. */
export const oldBundles = async ({
	cluster,
	previous,
}: AdoptionInput): Promise<ReadObject[]> =>
	(await cluster.list(API, "Bundle", { namespace: fleet.workspace })).filter(
		({ metadata }) => metadata.name.startsWith(previous.bundlePrefix),
	);

const deploymentsOf = async (
	{ cluster }: AdoptionInput,
	bundles: readonly ReadObject[],
): Promise<ReadObject[]> => {
	const names = bundles.map(({ metadata }) => metadata.name);
	return (await cluster.list(API, "BundleDeployment")).filter(({ metadata }) =>
		names.includes(metadata.name),
	);
};

interface DeploymentFields {
	readonly spec?: {
		readonly deploymentID?: string;
		readonly options?: { readonly keepResources?: boolean };
	};
	readonly status?: { readonly appliedDeploymentID?: string };
}

/** Whether Fleet's agent has taken in that a deployment's objects stay: the release itself records it. */
function keeps(deployment: ReadObject): boolean {
	const { spec, status } = deployment as DeploymentFields;
	return (
		spec?.options?.keepResources === true &&
		// What has never been deployed has nothing to keep.
		(status?.appliedDeploymentID ?? spec.deploymentID) === spec.deploymentID
	);
}

/** Before its bundles go: otherwise Fleet's agent would uninstall everything, volumes' claims included. */
export const keepResources: Step = {
	name: "keep-resources",
	purpose: "objects stay when their old bundle goes",
	async plan(input) {
		const { cluster, progress } = input;
		const bundles = await oldBundles(input);
		const deployments = await deploymentsOf(input, bundles);
		const open = bundles.filter(({ metadata, spec }) => {
			const { keepResources: set } = spec as { keepResources?: boolean };
			const deployment = deployments.find(
				(one) => one.metadata.name === metadata.name,
			);
			return set !== true || (deployment && !keeps(deployment));
		});
		if (open.length === 0) return [];
		return [
			{
				what: `set keepResources on ${open.length} of ${bundles.length} bundles: ${open.map(({ metadata }) => metadata.name).join(", ")}`,
				why: "Fleet uninstalls what a removed bundle has deployed, and with it what our bundles take over",
				act: async () => {
					const change = { spec: { keepResources: true } };
					if ((await cluster.get(gitRepo(input))) !== undefined)
						await cluster.patch(gitRepo(input), change);
					for (const bundle of open) await cluster.patch(bundle, change);
					await waitUntil(
						input,
						async () =>
							(await deploymentsOf(input, bundles)).filter(
								(one) => !keeps(one),
							),
						(left) => ({
							code: "keep-resources-not-applied",
							what: `Fleet's agent has not recorded keepResources for ${left}; nothing has been removed`,
							help: "see what stops it: kubectl -n fleet-local get bundles; then run the command again",
						}),
					);
					progress.note(`${bundles.length} bundles keep their objects`);
				},
			},
		];
	},
};

/** The old repository and its bundles go; their objects stay. */
export const releaseBundles: Step = {
	name: "release-bundles",
	purpose: "the old bundles go, without their objects",
	async plan(input) {
		const { cluster, previous } = input;
		const bundles = await oldBundles(input);
		if (bundles.length === 0) return [];
		return [
			{
				what: `remove GitRepo ${previous.gitRepo} and its ${bundles.length} bundles`,
				why: "two bundles cannot own one object, and ours have other names",
				act: async () => {
					const left = (await deploymentsOf(input, bundles)).filter(
						(one) => !keeps(one),
					);
					if (left.length > 0)
						throw new LabError({
							code: "objects-would-go",
							what: `keepResources is not in force for ${left.map(({ metadata }) => metadata.name).join(", ")}`,
							where: `GitRepo ${previous.gitRepo}`,
							help: "run the command again: it sets keepResources first",
							exit: exitCode.unavailable,
						});
					const before = await keptObjects(input);
					await cluster.remove(gitRepo(input));
					for (const bundle of bundles) await cluster.remove(bundle);
					await waitUntil(
						input,
						() => deploymentsOf(input, bundles),
						(names) => ({
							code: "bundles-remain",
							what: `Fleet has not removed ${names}`,
							help: "see the log of Fleet's agent, then run the command again",
						}),
					);
					const after = new Set((await keptObjects(input)).map(titleOf));
					const lost = before.map(titleOf).filter((one) => !after.has(one));
					if (lost.length > 0)
						throw new LabError({
							code: "objects-lost",
							what: `${lost.length} objects went with their bundles: ${lost.join(", ")}`,
							where: `GitRepo ${previous.gitRepo}`,
							help: "our bundles bring most of them back: pnpm provision cluster; restore data from its backup",
							exit: exitCode.unavailable,
						});
				},
			},
		];
	},
};

const titleOf = ({ kind, metadata }: ReadObject): string =>
	[kind, metadata.namespace, metadata.name].filter(Boolean).join(" ");

async function waitUntil(
	{ patienceMs, previous, signal }: AdoptionInput,
	left: () => Promise<readonly ReadObject[]>,
	fault: (names: string) => { code: string; what: string; help: string },
): Promise<void> {
	const until = performance.now() + patienceMs;
	for (;;) {
		signal?.throwIfAborted();
		const waiting = await left();
		if (waiting.length === 0) return;
		if (performance.now() > until)
			throw new LabError({
				...fault(waiting.map(({ metadata }) => metadata.name).join(", ")),
				where: `GitRepo ${previous.gitRepo}`,
				exit: exitCode.unavailable,
			});
		await sleep(POLL_MS);
	}
}
