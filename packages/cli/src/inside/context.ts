import { chmod, copyFile, cp, mkdir, readdir, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import process from "node:process";
import { build } from "esbuild";

/** What the image runs, by the name of its file. */
const programs = {
	runner: "runner.ts",
	judge: "../experiment/judge-run.ts",
} as const;

/** Native, so that no bundle holds it: copied as it is installed. */
const NATIVE = "@duckdb";

/**
 * Writes what the Dockerfile of the runner copies: the runner and the judge as
 * one file each, the queries and the database of the judge, and kubectl.
 *
 * @param folder that is made new
 */
export async function writeContext(
	folder: string,
	{ root, kubectl }: { readonly root: string; readonly kubectl: string },
): Promise<void> {
	await rm(folder, { recursive: true, force: true });
	const lab = join(folder, "lab");
	await build({
		entryPoints: Object.entries(programs).map(([out, path]) => ({
			out,
			in: join(import.meta.dirname, path),
		})),
		outdir: lab,
		outExtension: { ".js": ".mjs" },
		bundle: true,
		platform: "node",
		target: "node20",
		format: "esm",
		logLevel: "error",
		external: [`${NATIVE}/*`],
		banner: {
			js: 'import { createRequire as _require } from "node:module"; const require = _require(import.meta.url);',
		},
	});
	const analysis = join(root, "packages/analysis");
	await copyQueries(join(analysis, "src"), lab);
	await copyNative(analysis, join(lab, "node_modules", NATIVE));
	await copyFile(kubectl, join(folder, "kubectl"));
	await chmod(join(folder, "kubectl"), 0o755);
}

/** Queries are looked for beside the code that asks them, which is one file here. */
async function copyQueries(src: string, lab: string): Promise<void> {
	const places = [
		["ledger", "."],
		["figures", "."],
		["tables/queries", "queries"],
	] as const;
	for (const [from, to] of places) {
		await mkdir(join(lab, to), { recursive: true });
		const names = await readdir(join(src, from));
		for (const name of names.filter((one) => one.endsWith(".sql")))
			await copyFile(join(src, from, name), join(lab, to, name));
	}
}

/** @param user package that depends on it */
async function copyNative(user: string, to: string): Promise<void> {
	const { platform, arch } = process;
	let from = join(user, "package.json");
	for (const name of [
		"node-api",
		"node-bindings",
		`node-bindings-${platform}-${arch}`,
	]) {
		from = folderOf(`${NATIVE}/${name}`, from);
		await cp(from, join(to, basename(from)), {
			recursive: true,
			dereference: true,
		});
		from = join(from, "package.json");
	}
}

/** Where a package is installed, as another one finds it. */
function folderOf(name: string, from: string): string {
	const resolve = createRequire(from);
	return dirname(resolve.resolve(`${name}/package.json`));
}
