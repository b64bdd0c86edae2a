import { fault } from "@lab/core";
import { type Manifest, namespaceOf } from "../manifest.ts";
import type { RenderedBundle } from "../render.ts";
import type { Check } from "./check.ts";

const namespacesMadeBy = ({ namespace, objects }: RenderedBundle): string[] => [
	namespace,
	...objects
		.filter(({ kind }: Manifest) => kind === "Namespace")
		.map(({ metadata }) => metadata.name),
];

/** Every namespace that an object lives in is there before the bundle, or made by it. */
export const missingNamespace: Check = (bundles, platform) => {
	const rendered = new Map(bundles.map((entry) => [entry.bundle, entry]));
	return bundles.flatMap((entry) => {
		const known = new Set([
			...platform.namespaces,
			...namespacesMadeBy(entry),
			...[...entry.bundle.allNeeds].flatMap((need) => {
				const found = rendered.get(need);
				return found === undefined ? [] : namespacesMadeBy(found);
			}),
		]);
		return entry.objects.flatMap((object) => {
			const namespace = namespaceOf(object, entry.namespace);
			if (namespace === undefined || known.has(namespace)) return [];
			return [
				fault({
					code: "missing-namespace",
					what: `${entry.name} puts ${object.kind} ${object.metadata.name} into ${namespace}, which may not be there yet`,
					where: entry.source,
					help: `need the bundle that makes ${namespace}`,
				}),
			];
		});
	});
};
