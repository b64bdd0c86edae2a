import { namespaceOf, type ReadObject, titleOf } from "@lab/kubernetes";
import type { Action, AdoptionInput, Step } from "./adoption.ts";
import { refusalOf } from "./cluster.ts";
import { oldBundles } from "./old-bundles.ts";

/** Kinds that can be deleted and created again without loss, and why. */
const replaceable: Readonly<Record<string, string>> = {
	StorageClass:
		"its parameters are immutable; volumes keep those that they were created with",
	RoleBinding: "its role is immutable; it holds no data",
	ClusterRoleBinding: "its role is immutable; it holds no data",
	Job: "its template is immutable; it has run",
};

/** Objects of ours that exist already, with fields that the API server does not let us change. */
export const immutableObjects: Step = {
	name: "immutable-objects",
	purpose: "objects that cannot become ours make room",
	async plan(input) {
		const { cluster, bundles } = input;
		const still = await oldBundles(input);
		const plans = bundles.flatMap(({ namespace, objects }) =>
			objects.map(async (object): Promise<Action[]> => {
				const ours = inNamespace(object, namespace);
				if ((await existing(input, ours)) === undefined) return [];
				const refusal = await refusalOf(cluster, ours);
				if (refusal === undefined) return [];
				const why = replaceable[object.kind];
				const what = `${titleOf(object)}: ${refusal}`;
				if (why === undefined)
					return [
						{
							what,
							why: "the API server will refuse ours in the same way",
							help: "give the object another name in packages/components, or remove the old one by hand once its data is safe",
							by: "first",
						},
					];
				return [
					{
						what: `delete ${titleOf(object)}${still.length > 0 ? ", once its bundle is gone" : ""}`,
						why,
						act: async () => {
							await cluster.remove(ours);
						},
					},
				];
			}),
		);
		return (await Promise.all(plans)).flat();
	},
};

/** With the namespace that Fleet puts it in, if its kind has namespaces. */
function inNamespace(object: ReadObject, release: string): ReadObject {
	const namespace = namespaceOf(object, release);
	const { namespace: _, ...metadata } = object.metadata;
	return {
		...object,
		metadata: { ...metadata, ...(namespace && { namespace }) },
	};
}

/** Undefined also if the kind is not installed yet. */
const existing = ({ cluster }: AdoptionInput, object: ReadObject) =>
	cluster.get(object);
