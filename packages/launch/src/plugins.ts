import { readFile } from "node:fs/promises";
import { dirname } from "node:path";
import { pathToFileURL } from "node:url";
import type { Plugin } from "esbuild";

/** Packages with a compiled library or a program of their own, which a bundle cannot hold, and TypeScript: 11 MB that few commands load. */
const native = /^(@duckdb\/|@resvg\/|esbuild$|tsx\/|typescript$)/;

/** Leaves native packages where they are installed. */
export const nativeOutside: Plugin = {
	name: "native-outside",
	setup(build) {
		build.onResolve({ filter: native }, async ({ path, kind, ...at }) => {
			if (at.pluginData === "resolved") return undefined;
			const found = await build.resolve(path, {
				kind,
				resolveDir: at.resolveDir,
				importer: at.importer,
				pluginData: "resolved",
			});
			return { ...found, external: true };
		});
	},
};

/** Keeps each file's own folder in the bundle: sources read files next to them. */
export const atItsSource: Plugin = {
	name: "at-its-source",
	setup(build) {
		// A CommonJS module knows its place by two variables, which a bundle does not have.
		build.onLoad({ filter: /\.c?js$/ }, async ({ path }) => {
			const text = await readFile(path, "utf8");
			if (!/\b__(dirname|filename)\b/.test(text)) return undefined;
			const place = `var __filename = ${JSON.stringify(path)}, __dirname = ${JSON.stringify(dirname(path))};`;
			return { loader: "js", contents: `${place}${text}` };
		});
		build.onLoad({ filter: /\.ts$/ }, async ({ path }) => {
			if (path.includes("node_modules")) return undefined;
			const text = await readFile(path, "utf8");
			return {
				loader: "ts",
				contents: text
					.replaceAll("import.meta.dirname", JSON.stringify(dirname(path)))
					.replaceAll(
						"import.meta.url",
						JSON.stringify(pathToFileURL(path).href),
					),
			};
		});
	},
};
