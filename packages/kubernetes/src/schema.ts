/**
 * Subset of OpenAPI schemas that Kubernetes uses to decide whether a value is
 * valid.
 */
export interface Schema {
	/** Name of a definition; if set, all other keywords are absent. */
	readonly $ref?: string;
	/** Absent if any type is valid. */
	readonly type?:
		| "array"
		| "boolean"
		| "integer"
		| "number"
		| "object"
		| "string";
	/** `int32`, `int64`, `byte`, `date-time`, or our own `quantity`. */
	readonly format?: string;
	readonly properties?: Readonly<Record<string, Schema>>;
	readonly required?: readonly string[];
	readonly additionalProperties?: Schema | boolean;
	readonly items?: Schema;
	readonly enum?: readonly unknown[];
	readonly pattern?: string;
	readonly minimum?: number;
	readonly maximum?: number;
	readonly minLength?: number;
	readonly maxLength?: number;
	readonly minItems?: number;
	readonly maxItems?: number;
	readonly oneOf?: readonly Schema[];
	readonly anyOf?: readonly Schema[];
	readonly allOf?: readonly Schema[];
	readonly not?: Schema;
	readonly "x-kubernetes-int-or-string"?: boolean;
	readonly "x-kubernetes-preserve-unknown-fields"?: boolean;
	/** `map`: entries differ in their `list-map-keys`; `set`: entries differ. */
	readonly "x-kubernetes-list-type"?: "atomic" | "map" | "set";
	readonly "x-kubernetes-list-map-keys"?: readonly string[];
	readonly "x-kubernetes-validations"?: readonly CelRule[];
}

/** A condition in CEL, in which `self` is the value, and `oldSelf` what it was before a change. */
export interface CelRule {
	readonly rule: string;
	readonly message?: string;
}

/** A kind in one version of its API group. */
export interface Kind {
	readonly namespaced: boolean;
	/** Name of the definition for its objects. */
	readonly schema: string;
}

/** Kinds and definitions of an API server or of a set of CustomResourceDefinitions. */
export interface Schemas {
	/** By `apiVersion/kind`: `v1/Pod`, `apps/v1/Deployment`. */
	readonly kinds: Readonly<Record<string, Kind>>;
	/** By name, to which `$ref` refers. */
	readonly definitions: Readonly<Record<string, Schema>>;
}
