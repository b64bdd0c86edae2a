import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join, normalize } from "node:path/posix";
import ts from "typescript";

/** A static or dynamic import of values or types. Paths are relative to the root of the repository. */
export interface Import {
	readonly from: string;
	/** Name of a package, or path of a file. */
	readonly to: string;
	readonly isFile: boolean;
	/** Whether it is erased at run time: `import type`, or type-only specifiers. */
	readonly typeOnly: boolean;
	/** Whether it is a dynamic `import()`, loaded when that line runs. */
	readonly dynamic: boolean;
}

/** Folders of all packages; ignores folders that only contain the `node_modules` of a removed package. */
export const packagesIn = (root: string): string[] =>
	readdirSync(join(root, "packages")).filter((name) =>
		existsSync(join(root, "packages", name, "package.json")),
	);

/** Package that a file belongs to, if any. */
export const packageOf = (path: string): string | undefined =>
	/^packages\/([^/]+)\//.exec(path)?.[1];

/** All TypeScript files in a folder, including tests. */
export const sourcesIn = (root: string, folder: string): string[] =>
	existsSync(join(root, folder))
		? readdirSync(join(root, folder), { withFileTypes: true }).flatMap(
				(entry) => {
					const path = join(folder, entry.name);
					if (entry.isDirectory())
						return entry.name === "node_modules" ? [] : sourcesIn(root, path);
					return /\.(ts|mjs)$/.test(path) ? [path] : [];
				},
			)
		: [];

/** Imports of files according to the compiler, so that strings that look like imports are ignored. */
export const importsOf = (root: string, paths: readonly string[]): Import[] =>
	paths.flatMap((from) =>
		specifiersOf(join(root, from)).map(({ name, ...how }) => {
			const isFile = name.startsWith(".");
			const to = isFile ? normalize(join(dirname(from), name)) : name;
			return { from, to, isFile, ...how };
		}),
	);

interface Specifier extends Pick<Import, "typeOnly" | "dynamic"> {
	readonly name: string;
}

function specifiersOf(path: string): Specifier[] {
	const found: Specifier[] = [];
	const note = (
		from: ts.Node | undefined,
		how: Pick<Import, "typeOnly" | "dynamic">,
	) => {
		if (from !== undefined && ts.isStringLiteral(from))
			found.push({ name: from.text, ...how });
	};
	const visit = (node: ts.Node): void => {
		if (ts.isImportDeclaration(node)) {
			const typeOnly = importsTypes(node.importClause);
			note(node.moduleSpecifier, { typeOnly, dynamic: false });
		} else if (ts.isExportDeclaration(node)) {
			const typeOnly = node.isTypeOnly || areTypes(node.exportClause);
			note(node.moduleSpecifier, { typeOnly, dynamic: false });
		} else if (isDynamicImport(node)) {
			note(node.arguments[0], { typeOnly: false, dynamic: true });
		} else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument))
			note(node.argument.literal, { typeOnly: true, dynamic: false });
		ts.forEachChild(node, visit);
	};
	const text = readFileSync(path, "utf8");
	visit(ts.createSourceFile(path, text, ts.ScriptTarget.Latest));
	return found;
}

const isDynamicImport = (node: ts.Node): node is ts.CallExpression =>
	ts.isCallExpression(node) &&
	node.expression.kind === ts.SyntaxKind.ImportKeyword;

function importsTypes(clause: ts.ImportClause | undefined): boolean {
	if (clause === undefined) return false; // imported for its side effects
	if (clause.isTypeOnly) return true;
	return clause.name === undefined && areTypes(clause.namedBindings);
}

function areTypes(
	bindings: ts.NamedImportBindings | ts.NamedExportBindings | undefined,
): boolean {
	if (bindings === undefined || !("elements" in bindings)) return false;
	const { elements } = bindings;
	return elements.length > 0 && elements.every(({ isTypeOnly }) => isTypeOnly);
}

export const isTest = (path: string): boolean => path.includes(".test.");

/** Whether a file is named `_name.ts`, and thus internal to its folder and subfolders. */
export const isInternal = (path: string): boolean =>
	basename(path).startsWith("_");
