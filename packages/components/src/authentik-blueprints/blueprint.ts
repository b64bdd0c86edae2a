import { Document, isScalar, Scalar, visit, YAMLSeq } from "yaml";

/** What Authentik shall have: models with what identifies them and what they are set to. */
export interface Blueprint {
	readonly name: string;
	readonly entries: readonly Entry[];
}

export interface Entry {
	readonly model: string;
	/** By which another entry of the same blueprint refers to it: `keyOf`. */
	readonly id?: string;
	readonly identifiers: Readonly<Record<string, unknown>>;
	readonly attrs: Readonly<Record<string, unknown>>;
}

/** An environment variable of Authentik's worker. */
export const env = (name: string): unknown => tagged("!Env", new Scalar(name));

/** Another entry of the same blueprint. */
export const keyOf = (id: string): unknown => tagged("!KeyOf", new Scalar(id));

/** The object of a model whose field has a value. */
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

/** The file as Authentik reads it, which is YAML 1.1 with tags of its own. */
export function toFile({ name, entries }: Blueprint): string {
	const document = new Document(
		{ version: 1, metadata: { name }, entries },
		{ version: "1.1", aliasDuplicateObjects: false },
	);
	// It reads 1.1 unless told, so the file need not say so.
	if (document.directives) document.directives.yaml.explicit = false;
	return document.toString({ lineWidth: 0 });
}

/** The environment variables that blueprints read. */
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
