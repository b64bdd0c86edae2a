import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { LabError } from "@lab/core";
import ts from "typescript";

/** A TypeScript file that is about to be edited. */
export interface Source {
	/** Told to the reader of an error. */
	readonly path: string;
	readonly text: string;
}

/** @param path below the root */
export const readSource = async (
	root: string,
	path: string,
): Promise<Source> => ({
	path,
	text: await readFile(join(root, path), "utf8"),
});

type Literal = ts.ArrayLiteralExpression | ts.ObjectLiteralExpression;
type Place = "sorted" | "last";

const parse = ({ path, text }: Source): ts.SourceFile =>
	ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);

const importsIn = (source: Source) =>
	parse(source).statements.filter(ts.isImportDeclaration);

/** What a file imports: the first name from each module, as it is written there. */
export const importsOf = (
	source: Source,
): ReadonlyMap<string, string | undefined> =>
	new Map(
		importsIn(source).map(({ moduleSpecifier, importClause }) => {
			const { text } = moduleSpecifier as ts.StringLiteral;
			const bindings = importClause?.namedBindings;
			return bindings !== undefined && ts.isNamedImports(bindings)
				? [text, bindings.elements[0]?.name.text]
				: [text, undefined];
		}),
	);

/** @returns the file with one more import, behind the others */
export function withImport(
	source: Source,
	item: string,
	module: string,
): Source {
	const end = importsIn(source).at(-1)?.getEnd() ?? 0;
	return insert(source, end, `\nimport { ${item} } from "${module}";`);
}

/** @returns the file with one more item in the list that a variable holds */
export function withItem(
	source: Source,
	variable: string,
	item: string,
	place: Place,
): Source {
	const list = literalOf(source, variable, ts.isArrayLiteralExpression);
	const items = list.elements.map((node) => ({ key: node.getText(), node }));
	return insertAmong(source, list, items, { key: item, text: item, place });
}

/** The entries of the object that a variable holds, as they are written, by their keys. */
export const entriesOf = (
	source: Source,
	variable: string,
): ReadonlyMap<string, string> =>
	new Map(
		propertiesOf(literalOf(source, variable, ts.isObjectLiteralExpression)).map(
			({ key, node }) => [key, node.getText()],
		),
	);

/** @returns the file with one more entry in the object that a variable holds */
export function withEntry(
	source: Source,
	variable: string,
	key: string,
	text: string,
	place: Place,
): Source {
	const object = literalOf(source, variable, ts.isObjectLiteralExpression);
	const properties = propertiesOf(object);
	return insertAmong(source, object, properties, { key, text, place });
}

interface Keyed {
	readonly key: string;
	readonly node: ts.Node;
}

const propertiesOf = (object: ts.ObjectLiteralExpression): Keyed[] =>
	object.properties.flatMap((node) =>
		node.name !== undefined &&
		(ts.isIdentifier(node.name) || ts.isStringLiteral(node.name))
			? [{ key: node.name.text, node }]
			: [],
	);

function insertAmong(
	source: Source,
	literal: Literal,
	others: readonly Keyed[],
	{ key, text, place }: { key: string; text: string; place: Place },
): Source {
	const next =
		place === "sorted" ? others.find((one) => one.key > key) : undefined;
	if (next !== undefined)
		return insert(source, startOf(next.node, source.text), `${text},\n`);
	const last = others.at(-1);
	return last === undefined
		? insert(source, literal.getStart() + 1, text)
		: insert(source, last.node.getEnd(), `,\n${text}`);
}

/** A node begins with the comments above it. */
const startOf = (node: ts.Node, text: string): number =>
	ts.getLeadingCommentRanges(text, node.getFullStart())?.[0]?.pos ??
	node.getStart();

const insert = ({ path, text }: Source, at: number, added: string): Source => ({
	path,
	text: `${text.slice(0, at)}${added}${text.slice(at)}`,
});

/** @throws LabError `unknown-registry` where no such variable holds such a literal */
function literalOf<L extends Literal>(
	source: Source,
	variable: string,
	isWanted: (node: ts.Node) => node is L,
): L {
	const declared = parse(source)
		.statements.filter(ts.isVariableStatement)
		.flatMap(({ declarationList }) => declarationList.declarations)
		.find(({ name }) => name.getText() === variable);
	let value = declared?.initializer;
	while (value && (ts.isAsExpression(value) || ts.isSatisfiesExpression(value)))
		value = value.expression;
	if (value !== undefined && isWanted(value)) return value;
	throw new LabError({
		code: "unknown-registry",
		what: `'${variable}' is no longer written as a list or an object there`,
		where: source.path,
		help: `write it as 'const ${variable} = [...]' or '= {...}', or name its new place in packages/scaffold/src/kinds.ts`,
	});
}
