import ts from "typescript";

/** Fields of a Kubernetes object other than `metadata`. */
const objectFields = new Set(["apiVersion", "kind", "spec", "status", "data"]);

/**
 * Finds types in a file that redefine a Kubernetes object instead of using or
 * extending one of the two types of `@lab/kubernetes`: `WrittenObject` or
 * `ReadObject`.
 *
 * @returns line numbers, from 1
 */
export function objectTypesIn(path: string, text: string): number[] {
	// Fast path: parsing takes longer than this search.
	if (!/\bmetadata\??:/.test(text)) return [];
	const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest);
	const lines: number[] = [];
	const visit = (node: ts.Node) => {
		if (
			ts.isTypeLiteralNode(node) ||
			(ts.isInterfaceDeclaration(node) && node.heritageClauses === undefined)
		) {
			const names = node.members.flatMap(({ name }) =>
				name !== undefined && ts.isIdentifier(name) ? [name.text] : [],
			);
			if (
				names.includes("metadata") &&
				names.some((name) => objectFields.has(name))
			)
				lines.push(
					source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1,
				);
		}
		ts.forEachChild(node, visit);
	};
	visit(source);
	return lines;
}
