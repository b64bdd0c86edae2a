import { readFileSync } from "node:fs";
import { join, normalize, relative } from "node:path";
import ts from "typescript";
import { importsOf, packagesIn } from "../_imports.ts";

/** What one file imports from other files of its tree. */
export interface Imports {
	/** Files that are loaded with it at run time. */
	readonly values: ReadonlySet<string>;
	/** Files that only the compiler reads for it: `import type`, or type-only specifiers. */
	readonly types: ReadonlySet<string>;
}

/**
 * Reads the imports of every file that the compiler checks.
 *
 * @param root folder with `tsconfig.json` and `packages/`
 * @returns by path, relative to the root; imports from outside the tree are left out
 */
export function importsIn(root: string): ReadonlyMap<string, Imports> {
	const files = filesIn(root);
	const known = new Set(files);
	const packages = entriesIn(root);
	return new Map(
		files.map((file) => {
			const values = new Set<string>();
			const types = new Set<string>();
			for (const { to, isFile, typeOnly, dynamic } of importsOf(root, [file])) {
				const path = isFile ? to : packages.get(to);
				// Dynamic imports cannot close a cycle.
				if (dynamic || path === undefined || !known.has(path)) continue;
				(typeOnly ? types : values).add(path);
			}
			return [file, { values, types }];
		}),
	);
}

function filesIn(root: string): string[] {
	const path = join(root, "tsconfig.json");
	const { config } = ts.readConfigFile(path, ts.sys.readFile);
	const { fileNames } = ts.parseJsonConfigFileContent(config, ts.sys, root);
	return fileNames.map((file) => relative(root, file));
}

interface Manifest {
	readonly name: string;
	readonly exports?: Readonly<Record<string, string>>;
}

/** @returns entry files by the names that they are imported by, such as `@lab/core/testing` */
function entriesIn(root: string): ReadonlyMap<string, string> {
	const folders = packagesIn(root).map((name) => join("packages", name));
	return new Map(
		folders.flatMap((folder) => {
			const text = readFileSync(join(root, folder, "package.json"), "utf8");
			const { name, exports = {} } = JSON.parse(text) as Manifest;
			return Object.entries(exports).map(([entry, file]): [string, string] => [
				normalize(join(name, entry)).replace(/\/$/, ""),
				join(folder, file),
			]);
		}),
	);
}
