import { apiGroupOf } from "../identity.ts";
import type { ObjectKey } from "../object.ts";

/** Commands that replace an object by hand, which Fleet then creates anew. */
const deleteBefore = (object: ObjectKey, options = ""): string => {
	const { kind, metadata } = object;
	const group = apiGroupOf(object);
	const type = [kind.toLowerCase(), ...(group === "" ? [] : [group])].join(".");
	return `'kubectl delete ${type} ${metadata.name}${metadata.namespace === undefined ? "" : ` --namespace ${metadata.namespace}`}${options}'`;
};

/** How to get a change into the cluster that the API server refuses, by the kind's nature. */
export const mends = {
	/** Costs nothing: Helm creates the new object and deletes the old one. */
	"new-name": () => "give the object a new name",
	/** Nothing is lost while it is gone for a moment. */
	replace: (object: ObjectKey) =>
		`give the object a new name, or delete it just before the roll-out: ${deleteBefore(object)}`,
	"replace-class": (object: ObjectKey) =>
		`give the class a new name, or delete it just before the roll-out: ${deleteBefore(object)} (volumes that exist keep their old settings)`,
	/** Pods of the old selector would be left behind. */
	selector: (object: ObjectKey) =>
		`keep the old selector (the default one of cdk8s-plus follows the construct's id and path: keep both, or set 'select: false' and labels of your own), or give the object a new name; replacing it stops its pods: ${deleteBefore(object)}`,
	/** A StatefulSet adopts pods and claims of its name again. */
	orphan: (object: ObjectKey) =>
		`keep the old value, or replace the object just before the roll-out, with its pods left running: ${deleteBefore(object, " --cascade=orphan")} (claims that exist keep their size and class)`,
	"new-volume": () =>
		"keep the old value, or give the claim a new name and copy the data",
	keep: () =>
		"keep the old value: replacing a CustomResourceDefinition deletes all objects of its kind",
} as const satisfies Record<string, (object: ObjectKey) => string>;

export type Mend = keyof typeof mends;
