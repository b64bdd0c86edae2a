import type { KnownObject, ObjectMeta } from "./generated/objects.ts";

/**
 * An object that we write to a bundle or to an API server. A field that its kind
 * does not have does not compile.
 *
 * For objects read from a file or an API server, use {@link ReadObject}.
 */
export type WrittenObject = KnownObject | UncheckedObject;

/** An object of Fleet or k3s, whose kinds have no schema here. The API versions are listed, so that no other object is unchecked. */
type UncheckedObject = {
	readonly apiVersion: "fleet.cattle.io/v1alpha1" | "helm.cattle.io/v1";
	readonly kind: string;
	readonly metadata: ObjectMeta & { readonly name: string };
	readonly spec: Readonly<Record<string, unknown>>;
};

/**
 * An object that was read from an API server, from YAML, or from a rendered
 * bundle. Only its kind and name are known; other fields are `unknown` until
 * they are checked. To type more fields of a kind, extend this interface.
 *
 * Objects that we write are {@link WrittenObject}s, which are assignable to this
 * type.
 */
export interface ReadObject {
	readonly apiVersion: string;
	readonly kind: string;
	readonly metadata: {
		readonly name: string;
		readonly namespace?: string;
		readonly labels?: Readonly<Record<string, string>>;
		readonly annotations?: Readonly<Record<string, string>>;
		readonly [field: string]: unknown;
	};
	readonly [field: string]: unknown;
}

/** Fields that identify an object. */
export type ObjectKey = Pick<ReadObject, "apiVersion" | "kind" | "metadata">;

/** Whether a parsed value is a Kubernetes object. */
export function isObject(value: unknown): value is ReadObject {
	const { apiVersion, kind, metadata } = (value ?? {}) as Partial<ReadObject>;
	return (
		typeof apiVersion === "string" &&
		typeof kind === "string" &&
		typeof metadata?.name === "string"
	);
}
