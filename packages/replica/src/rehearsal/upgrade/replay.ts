import type { Progress } from "@lab/core";
import {
	apiGroupOf,
	identityOf,
	isBuiltInGroup,
	maxSecretBytes,
	type ReadObject,
	refusedChanges,
	titleOf,
} from "@lab/kubernetes";
import type { KubeApi } from "../../access/kube-api.ts";
import { applyObject, bindClaim } from "./apply.ts";
import { isSameRelease, type Loss, losses } from "./consequences.ts";
import { prepare } from "./prepare.ts";
import type { Release } from "./release.ts";
import type { Refused, UpgradeRehearsal } from "./upgrade-rehearsal.ts";

interface ReplayOptions {
	readonly progress: Progress;
	readonly signal?: AbortSignal;
}

/** Applies the releases of the old tree, then those of the new one, and reports what happens to each object. */
export async function replay(
	api: KubeApi,
	was: readonly Release[],
	is: readonly Release[],
	{ progress, signal }: ReplayOptions,
): Promise<UpgradeRehearsal> {
	await prepare(api, [...was, ...is]);
	let objects = 0;
	const live = new Set<string>();
	for (const release of was) {
		progress.step(`old tree: ${release.bundle.name}`);
		for (const [identity, object] of [
			...release.crdsOnce,
			...release.objects,
		]) {
			signal?.throwIfAborted();
			if ((await applyObject(api, object)) !== undefined) continue;
			live.add(identity);
			if (object.kind === "PersistentVolumeClaim") await bindClaim(api, object);
		}
	}
	const refused: Refused[] = [];
	const stale: Loss[] = [];
	for (const release of is) {
		const { name } = release.bundle;
		progress.step(`new tree: ${name}`);
		const before = was.find((one) => isSameRelease(one, release));
		for (const [identity, crd] of release.crdsOnce) {
			const old = before?.crdsOnce.get(identity);
			if (!live.has(identity)) await applyObject(api, crd);
			else if (old !== undefined && specOf(old) !== specOf(crd))
				stale.push({
					bundle: name,
					object: identity,
					why: "stays in its old version: Helm never upgrades what is in crds/",
				});
		}
		for (const [identity, object] of release.objects) {
			signal?.throwIfAborted();
			objects += 1;
			const old = before?.objects.get(identity);
			if (live.has(identity) && isUnchanged(old, object)) continue;
			const why = await applyObject(api, object);
			if (why !== undefined)
				refused.push({
					...{ bundle: name, object: identity, why },
					help: mendOf(old, object),
				});
		}
	}
	const lost = losses(was, is);
	return {
		bundles: [
			...new Set([...was, ...is].map(({ bundle }) => bundle.name)),
		].sort(),
		objects,
		refused,
		deleted: [
			...lost.deleted,
			...(await deletedWithKind(api, lost.deleted, was)),
		],
		orphaned: [...lost.orphaned, ...stale],
		releases: is.flatMap(({ bundle, bytes }) =>
			bytes === undefined
				? []
				: [{ bundle: bundle.name, bytes, share: bytes / maxSecretBytes }],
		),
		partly: [...was, ...is]
			.flatMap(({ bundle, withoutChart }) =>
				withoutChart === undefined
					? []
					: [{ bundle: bundle.name, why: withoutChart }],
			)
			.filter(
				(one, index, all) =>
					all.findIndex(
						({ bundle, why }) => bundle === one.bundle && why === one.why,
					) === index,
			),
	};
}

/** A custom resource may be refused because its kind changed. */
const isUnchanged = (was: ReadObject | undefined, is: ReadObject): boolean =>
	isBuiltInGroup(apiGroupOf(is)) && JSON.stringify(was) === JSON.stringify(is);

const specOf = ({ spec }: ReadObject): string => JSON.stringify(spec);

/** What to do about a refused object. */
const mendOf = (was: ReadObject | undefined, is: ReadObject): string =>
	(was === undefined ? undefined : refusedChanges(was, is)[0]?.help) ??
	"correct the object, or keep the old value";

/** Objects that Kubernetes deletes together with the CustomResourceDefinition of their kind. */
async function deletedWithKind(
	api: KubeApi,
	deleted: readonly Loss[],
	was: readonly Release[],
): Promise<Loss[]> {
	const found: Loss[] = [];
	for (const { bundle, object } of deleted) {
		const crd = was
			.flatMap((release) => [...release.objects])
			.find(([identity]) => identity === object)?.[1];
		if (crd?.kind !== "CustomResourceDefinition") continue;
		const { group, names, versions } = crd.spec as {
			group: string;
			names: { kind: string };
			versions: readonly { name: string; served: boolean }[];
		};
		const version = versions.find(({ served }) => served)?.name;
		if (version === undefined) continue;
		const objects = await api.list(`${group}/${version}`, names.kind);
		for (const one of objects)
			found.push({
				bundle,
				object: identityOf(one, one.metadata.namespace ?? ""),
				why: `its kind is deleted with ${titleOf(crd)}`,
			});
	}
	return found;
}
