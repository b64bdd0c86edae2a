type Json = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Json =>
	value !== null && typeof value === "object" && !Array.isArray(value);

/** One place in a JSON schema, with the document that its references are of. */
export class Schema {
	readonly #node: Json;
	readonly #root: Json;
	/** As a CRD: what is not listed is pruned by the API server. */
	readonly #closed: boolean;

	private constructor(node: Json, root: Json, closed: boolean) {
		this.#node = node;
		this.#root = root;
		this.#closed = closed;
	}

	/** The `values.schema.json` of a chart: what it does not list may still be read. */
	static ofChart(document: unknown): Schema | undefined {
		return isObject(document)
			? Schema.#resolved(document, document, false)
			: undefined;
	}

	/** The schema of a custom resource, as its CRD has it. */
	static ofResource(document: unknown): Schema | undefined {
		return isObject(document)
			? Schema.#resolved(document, document, true)
			: undefined;
	}

	static #resolved(node: Json, root: Json, closed: boolean): Schema {
		let found = node;
		// A reference may lead to another; a circle would not be a schema.
		for (let depth = 0; depth < 16; depth++) {
			const reference = found.$ref;
			if (typeof reference !== "string" || !reference.startsWith("#/")) break;
			const target = reference
				.slice(2)
				.split("/")
				.reduce<unknown>(
					(at, part) =>
						isObject(at)
							? at[part.replaceAll("~1", "/").replaceAll("~0", "~")]
							: undefined,
					root,
				);
			if (!isObject(target)) break;
			found = target;
		}
		return new Schema(found, root, closed);
	}

	/** Whether a key may stand here; undefined when the schema does not say. */
	knows(key: string): boolean | undefined {
		const { properties, additionalProperties } = this.#node;
		if (isObject(properties) && key in properties) return true;
		if (additionalProperties === false) return false;
		if (additionalProperties === true || isObject(additionalProperties))
			return true;
		if (!this.#closed) return undefined;
		return this.#node["x-kubernetes-preserve-unknown-fields"] === true;
	}

	/** The schema of what stands under a key. */
	at(key: string): Schema | undefined {
		const { properties, additionalProperties } = this.#node;
		const below =
			isObject(properties) && key in properties
				? properties[key]
				: additionalProperties;
		return isObject(below)
			? Schema.#resolved(below, this.#root, this.#closed)
			: undefined;
	}
}
