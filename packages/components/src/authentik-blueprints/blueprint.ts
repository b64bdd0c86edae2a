import { Document, isScalar, Scalar, visit, YAMLSeq } from "yaml";

/** Desired configuration of Authentik: objects with their identifiers and attributes. */
export interface Blueprint {
	readonly name: string;
	readonly entries: readonly Entry[];
}

export interface Entry {
	readonly model: string;
	/** Id by which other entries of the blueprint refer to it, with `keyOf`. */
	readonly id?: string;
	readonly identifiers: Readonly<Record<string, unknown>>;
	readonly attrs: Readonly<Record<string, unknown>>;
}

/** Value of an environment variable of Authentik's worker. */
export const env = (name: string): unknown => tagged("!Env", new Scalar(name));

/** Reference to another entry of the same blueprint. */
export const keyOf = (id: string): unknown => tagged("!KeyOf", new Scalar(id));

/** Reference to the object of a model whose field has a given value. */
export function find(model: string, field: string, value: string): unknown {
	const pair = new YAMLSeq();
	pair.items = [new Scalar(field), new Scalar(value)];
	const sequence = new YAMLSeq();
	sequence.items = [new Scalar(model), pair];
	return tagged("!Find", sequence);
}

function tagged<N extends Scalar | YAMLSeq>(tag: string, node: N): N {
	node.tag = tag;
	if (node instanceof YAMLSeq) node.flow = true;
	return node;
}

/** Writes a blueprint in Authentik's format: YAML 1.1 with custom tags. */
export function toFile({ name, entries }: Blueprint): string {
	const document = new Document(
		{ version: 1, metadata: { name }, entries },
		{ version: "1.1", aliasDuplicateObjects: false },
	);
	// Authentik assumes 1.1, so the file does not need a version directive.
	if (document.directives) document.directives.yaml.explicit = false;
	return document.toString({ lineWidth: 0 });
}

/** Names of the environment variables that blueprints read. */
export function variablesOf(blueprints: readonly Blueprint[]): string[] {
	const names = new Set<string>();
	for (const { entries } of blueprints)
		visit(
			new Document(entries, { aliasDuplicateObjects: false }),
			(_, node) => {
				if (isScalar(node) && node.tag === "!Env")
					names.add(String(node.value));
			},
		);
	return [...names].sort();
}
