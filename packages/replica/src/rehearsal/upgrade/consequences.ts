import { identityOf, type ReadObject } from "@lab/kubernetes";
import type { Release } from "./release.ts";

/** What happens to an object that is no longer in a release. */
export interface Loss {
	readonly bundle: string;
	readonly object: string;
	readonly why: string;
}

export interface Losses {
	readonly deleted: readonly Loss[];
	/** Objects that stay in the cluster, without an owner. */
	readonly orphaned: readonly Loss[];
}

/** Finds out what Helm and Kubernetes delete, and what they leave behind. */
export function losses(
	before: readonly Release[],
	after: readonly Release[],
): Losses {
	const deleted: Loss[] = [];
	const orphaned: Loss[] = [];
	const owners = new Map(
		after.flatMap((release) =>
			[...release.objects.keys()].map(
				(object) => [object, release.bundle.name] as const,
			),
		),
	);
	for (const was of before) {
		const { name, fleetYaml } = was.bundle;
		const is = after.find((release) => isSameRelease(release, was));
		// Without its chart, nobody knows what a release still has.
		const isBlind =
			was.withoutChart !== undefined || is?.withoutChart !== undefined;
		for (const [object, body] of was.objects) {
			if (is?.objects.has(object)) continue;
			if (isBlind && is !== undefined && !isBeside(was, object)) continue;
			const owner = owners.get(object);
			const loss = { bundle: name, object };
			if (isKept(body))
				orphaned.push({ ...loss, why: "its annotation keeps it" });
			else if (is === undefined && fleetYaml.keepResources === true)
				orphaned.push({ ...loss, why: "the bundle keeps its objects" });
			else
				deleted.push({
					...loss,
					why:
						owner === undefined || owner === name
							? goneWhy(is, was)
							: `it moves to ${owner}, and ${name} deletes it`,
				});
			if (!isKept(body)) orphaned.push(...claimsOf(body, name));
		}
		if (is === undefined)
			for (const object of was.crdsOnce.keys())
				orphaned.push({
					bundle: name,
					object,
					why: "Helm never deletes what is in crds/",
				});
	}
	return { deleted, orphaned };
}

/** Whether Helm upgrades one release to the other. */
export const isSameRelease = (a: Release, b: Release): boolean =>
	a.bundle.name === b.bundle.name &&
	a.namespace === b.namespace &&
	releaseName(a) === releaseName(b);

const releaseName = ({ bundle: { name, fleetYaml } }: Release): string =>
	fleetYaml.helm?.releaseName ?? name;

/** Whether an object is a file of its bundle, rather than part of a chart. */
const isBeside = ({ bundle, namespace }: Release, object: string): boolean =>
	bundle.objects.some((one) => identityOf(one, namespace) === object);

const isKept = ({ metadata }: ReadObject): boolean =>
	metadata.annotations?.["helm.sh/resource-policy"] === "keep";

const goneWhy = (is: Release | undefined, { bundle }: Release): string =>
	is === undefined
		? `the release of ${bundle.name} is removed`
		: `${bundle.name} no longer has it`;

interface Template {
	readonly metadata?: { readonly name?: string };
}

/** Claims that a StatefulSet made, and that stay when it is deleted. */
function claimsOf(
	{ kind, metadata, spec }: ReadObject,
	bundle: string,
): Loss[] {
	if (kind !== "StatefulSet") return [];
	const {
		replicas = 1,
		volumeClaimTemplates = [],
		persistentVolumeClaimRetentionPolicy: { whenDeleted = "Retain" } = {},
	} = spec as {
		replicas?: number;
		volumeClaimTemplates?: readonly Template[];
		persistentVolumeClaimRetentionPolicy?: { whenDeleted?: string };
	};
	if (whenDeleted !== "Retain") return [];
	return volumeClaimTemplates.flatMap((template) =>
		Array.from({ length: replicas }, (_, index) => ({
			bundle,
			object: `PersistentVolumeClaim ${metadata.namespace}/${template.metadata?.name}-${metadata.name}-${index}`,
			why: `StatefulSet ${metadata.name} made it`,
		})),
	);
}
