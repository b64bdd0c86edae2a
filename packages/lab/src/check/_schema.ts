import { definition, findKind } from "@lab/kubernetes";

type Json = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Json =>
	value !== null && typeof value === "object" && !Array.isArray(value);

/** Resolves a reference. @returns undefined if its target does not exist */
type Resolve = (reference: string) => unknown;

/** A node of a JSON schema; resolves references. */
export class Schema {
	readonly #node: Json;
	readonly #resolve: Resolve;
	/** Whether unlisted keys are invalid, as in a CRD: the API server prunes them. */
	readonly #closed: boolean;

	private constructor(node: Json, resolve: Resolve, closed: boolean) {
		this.#node = node;
		this.#resolve = resolve;
		this.#closed = closed;
	}

	/** Root of a chart's `values.schema.json`; the chart may read keys that it does not list. */
	static ofChart(document: unknown): Schema | undefined {
		return isObject(document)
			? Schema.#resolved(document, pointerInto(document), false)
			: undefined;
	}

	/** Schema of one key of a custom resource, given its kind: `operator.victoriametrics.com/v1beta1/VMAgent`. */
	static ofResource(kindId: string, key: string): Schema | undefined {
		const [, apiVersion = "", kind = ""] = /^(.+)\/(\w+)$/.exec(kindId) ?? [];
		const schema = findKind(apiVersion, kind)?.schema;
		return schema === undefined
			? undefined
			: Schema.#resolved({ $ref: schema }, definition, true).at(key);
	}

	static #resolved(node: Json, resolve: Resolve, closed: boolean): Schema {
		let found = node;
		// A reference may point to another one; the limit ends cycles.
		for (let depth = 0; depth < 16; depth++) {
			const reference = found.$ref;
			if (typeof reference !== "string") break;
			const target = resolve(reference);
			if (!isObject(target)) break;
			found = target;
		}
		return new Schema(found, resolve, closed);
	}

	/** Whether a key is allowed; undefined if the schema does not say. */
	allows(key: string): boolean | undefined {
		const { properties, additionalProperties } = this.#node;
		if (isObject(properties) && key in properties) return true;
		if (additionalProperties === false) return false;
		if (additionalProperties === true || isObject(additionalProperties))
			return true;
		if (!this.#closed) return undefined;
		return this.#node["x-kubernetes-preserve-unknown-fields"] === true;
	}

	/** Schema of the value of a key. */
	at(key: string): Schema | undefined {
		const { properties, additionalProperties } = this.#node;
		const below =
			isObject(properties) && key in properties
				? properties[key]
				: additionalProperties;
		return isObject(below)
			? Schema.#resolved(below, this.#resolve, this.#closed)
			: undefined;
	}
}

/** Resolves JSON pointers such as `#/$defs/port` within a document. */
const pointerInto =
	(document: Json): Resolve =>
	(reference) =>
		reference.startsWith("#/")
			? reference
					.slice(2)
					.split("/")
					.reduce<unknown>(
						(at, part) =>
							isObject(at)
								? at[part.replaceAll("~1", "/").replaceAll("~0", "~")]
								: undefined,
						document,
					)
			: undefined;
