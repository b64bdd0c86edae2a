import { mkdir, mkdtemp, rename, rm, stat, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import process from "node:process";
import { type BuildFailure, build, type Message, stop } from "esbuild";
import type { Bundle } from "./bundle.ts";
import { deleteUnusedBundles } from "./delete-unused-bundles.ts";
import { atItsSource, nativeOutside } from "./plugins.ts";

const root = join(import.meta.dirname, "../../..");

/** Decide together with a program's imports what it is made from. */
const settings = [
	"pnpm-lock.yaml",
	"tsconfig.json",
	"node_modules/.modules.yaml",
	"packages/launch/src/build-bundle.ts",
	"packages/launch/src/plugins.ts",
];

/**
 * Bundles a program and records what it was made from.
 *
 * @param source absolute path of its TypeScript file
 * @returns undefined if the cache cannot be written; the reason is on stderr
 */
export async function buildBundle(
	source: string,
	{ cache, record }: { readonly cache: string; readonly record: string },
): Promise<Bundle | undefined> {
	const start = Date.now();
	let folder: string;
	try {
		await mkdir(cache, { recursive: true });
		folder = await mkdtemp(join(cache, "bundle-"));
	} catch (error) {
		process.stderr.write(
			`warning[no-bundle]: ${(error as Error).message}\n  help  make ${cache} writable; until then each start is slower\n`,
		);
		return undefined;
	}
	const { metafile } = await build({
		absWorkingDir: root,
		entryPoints: [source],
		outdir: folder,
		outExtension: { ".js": ".mjs" },
		bundle: true,
		splitting: true,
		platform: "node",
		target: "node20",
		format: "esm",
		// Errors and constructs are named after their classes.
		keepNames: true,
		metafile: true,
		// Errors name the lines of the sources.
		sourcemap: true,
		sourcesContent: false,
		logLevel: "silent",
		banner: {
			js: `import { createRequire as createRequireOfBundle } from "node:module"; const require = createRequireOfBundle(${JSON.stringify(import.meta.url)});`,
		},
		plugins: [nativeOutside, atItsSource],
	}).catch(async (failure: BuildFailure) => {
		await rm(folder, { recursive: true });
		await reportMistakes(failure.errors);
		process.exit(2);
	});
	await stop();
	const paths = Object.keys(metafile.inputs)
		.filter((path) => !path.includes("node_modules/"))
		.concat(settings);
	const bundle: Bundle = {
		folder,
		program: basename(source).replace(/\.ts$/, ".mjs"),
		inputs: await Promise.all(
			paths.map(async (path) => {
				const file = join(root, path);
				const { mtimeMs, size } = await stat(file);
				// What was saved meanwhile may not be in the bundle: such an input is stale at once.
				return [file, mtimeMs < start ? mtimeMs : 0, size] as const;
			}),
		),
	};
	// Two builds at once: the last record counts, and both bundles are whole.
	const draft = join(folder, "record.json");
	await writeFile(draft, JSON.stringify(bundle));
	await rename(draft, record);
	await deleteUnusedBundles(cache);
	return bundle;
}

/** Reports mistakes in the sources as every command reports wrong input. */
async function reportMistakes(errors: readonly Message[]): Promise<void> {
	const { fault, formatFinding } = await import("@lab/core");
	const findings = errors.map(({ text, location }) =>
		fault({
			code: "unusable-source",
			what: text,
			where: location
				? `${location.file}:${location.line}:${location.column + 1}`
				: root,
			help: "correct it; 'npx tsc -p .' shows more",
		}),
	);
	if (process.argv.includes("--json"))
		process.stdout.write(`${JSON.stringify({ findings }, null, 2)}\n`);
	for (const finding of findings)
		process.stderr.write(`${formatFinding(finding)}\n`);
}
