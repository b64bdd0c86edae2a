import { chmod, copyFile, cp, mkdir, readdir, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import process from "node:process";
import { protocols } from "@lab/protocols";
import { build } from "esbuild";

/** Entry points of the image's programs, by output file. */
const programs = {
	runner: "runner.ts",
	judge: "../judge-run.ts",
} as const;

/** Scope of native packages: they cannot be bundled, so their installed files are copied. */
const NATIVE = "@duckdb";

/**
 * Writes the files that the runner's Dockerfile copies: the runner and the judge
 * as one file each, the judge's queries and database, and kubectl.
 *
 * @param folder is emptied first
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
	await copyQueries(join(root, "packages"), lab);
	await copyNative(analysis, join(lab, "node_modules", NATIVE));
	await copyFile(kubectl, join(folder, "kubectl"));
	await chmod(join(folder, "kubectl"), 0o755);
}

/** Copies the SQL files next to the bundle, since the code reads them from its own folder. */
async function copyQueries(packages: string, lab: string): Promise<void> {
	const places = [
		["analysis/src/ledger", "."],
		["analysis/src/figures", "."],
		["analysis/src/tables/queries", "queries"],
		...protocols.map(({ name }) => [`protocols/src/${name}`, "."]),
	] as const;
	for (const [from = "", to = ""] of places) {
		await mkdir(join(lab, to), { recursive: true });
		const names = await readdir(join(packages, from));
		for (const name of names.filter((one) => one.endsWith(".sql")))
			await copyFile(join(packages, from, name), join(lab, to, name));
	}
}

/** @param user folder of a package that depends on the native packages */
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

/** Folder of an installed package, resolved from the file `from`. */
function folderOf(name: string, from: string): string {
	const resolve = createRequire(from);
	return dirname(resolve.resolve(`${name}/package.json`));
}
