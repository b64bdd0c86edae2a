import { gunzipSync } from "node:zlib";
import type { Plan } from "@lab/record";
import type { Kubectl } from "./kubectl.ts";
import { FLEET_NAMESPACE, objectFiles } from "./objects.ts";

interface Resource {
	readonly name: string;
	readonly content?: string;
	readonly encoding?: string;
}

/**
 * Whether the parked bundle on the cluster is byte for byte the plan's. It is not
 * if the repository is not rolled out there, or at another commit, or for another
 * environment.
 */
export async function isParkedAsPlanned(
	kubectl: Kubectl,
	plan: Plan,
	signal: AbortSignal,
): Promise<boolean> {
	if (plan.cluster === undefined) return false;
	const text = await kubectl.run(
		[
			...["-n", FLEET_NAMESPACE, "get", "bundles.fleet.cattle.io"],
			...[plan.cluster.bundle, "--ignore-not-found", "-o", "json"],
		],
		{ signal },
	);
	if (text.trim() === "") return false;
	const { spec } = JSON.parse(text) as {
		spec: { resources?: readonly Resource[] };
	};
	const waiting = new Map(
		(spec.resources ?? [])
			.filter(({ name }) => name !== "fleet.yaml")
			.map((resource) => [resource.name, contentOf(resource)]),
	);
	const planned = objectFiles(plan);
	return (
		waiting.size === planned.length &&
		planned.every(([name, content]) => waiting.get(name) === content)
	);
}

/** Content of a resource; Fleet compresses large ones. */
const contentOf = ({ content = "", encoding }: Resource): string =>
	encoding === "base64+gz"
		? gunzipSync(Buffer.from(content, "base64")).toString()
		: content;
