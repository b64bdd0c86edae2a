import type { ReadObject } from "@lab/kubernetes";
import type { AdoptionInput } from "./adoption.ts";

/** Helm's annotation with the name of the release that created an object. */
export const RELEASE = "meta.helm.sh/release-name";

interface ApiResource {
	readonly name: string;
	readonly kind: string;
	readonly verbs: readonly string[];
}

/** Objects that still bear the name of an old bundle's release: ours have not taken them over. */
export async function keptObjects({
	cluster,
	previous,
}: AdoptionInput): Promise<ReadObject[]> {
	const groups = (await cluster.call("GET", "/apis")).body.groups as {
		preferredVersion: { groupVersion: string };
	}[];
	const versions = [
		"v1",
		...groups.map(({ preferredVersion }) => preferredVersion.groupVersion),
	];
	const found = await Promise.all(
		versions.map(async (version) => {
			const root = version.includes("/")
				? `/apis/${version}`
				: `/api/${version}`;
			const { status, body } = await cluster.call("GET", root);
			// An aggregated API whose server is down must not stop the others.
			if (status >= 300) return [];
			const kinds = (body.resources as ApiResource[]).filter(
				({ name, verbs }) =>
					!name.includes("/") &&
					verbs.includes("list") &&
					verbs.includes("delete"),
			);
			const lists = kinds.map(async ({ name, kind }) => {
				const list = await cluster.call("GET", `${root}/${name}`);
				// Items of a list have neither apiVersion nor kind.
				const items = (list.body?.items ?? []) as readonly ReadObject[];
				return items
					.filter(
						({ metadata }) =>
							metadata.annotations?.[RELEASE]?.startsWith(
								previous.bundlePrefix,
							) &&
							// A Deployment copies its annotations to its ReplicaSets.
							!(metadata.ownerReferences as unknown[] | undefined)?.length,
					)
					.map((item) => ({ ...item, apiVersion: version, kind }));
			});
			return (await Promise.all(lists)).flat();
		}),
	);
	return found.flat();
}
