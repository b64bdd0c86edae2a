import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rename, stat } from "node:fs/promises";
import { join } from "node:path";
import { build } from "esbuild";

const source = import.meta.dirname;

/**
 * Bundles the test node into one file that starts in 0.2 s. Rebuilds it only
 * when its sources have changed.
 *
 * @param folder of the bundles
 * @returns path of the program, for `node <path>`
 */
export async function bundleTestNode(folder: string): Promise<string> {
	const path = join(folder, `test-node-${await fingerprint()}.mjs`);
	const existing = await stat(path).catch(() => undefined);
	if (existing !== undefined) return path;
	await mkdir(folder, { recursive: true });
	const temporary = `${path}.${process.pid}.tmp`;
	await build({
		entryPoints: [join(source, "main.ts")],
		outfile: temporary,
		bundle: true,
		platform: "node",
		target: "node20",
		format: "esm",
		logLevel: "error",
		banner: {
			js: 'import { createRequire as _require } from "node:module"; const require = _require(import.meta.url);',
		},
	});
	await rename(temporary, path);
	return path;
}

async function fingerprint(): Promise<string> {
	const files = (await readdir(source)).filter(
		(name) => name.endsWith(".ts") && !name.endsWith(".test.ts"),
	);
	const hash = createHash("sha256");
	for (const name of [...files.sort(), "../package.json"]) {
		hash.update(await readFile(join(source, name)));
	}
	return hash.digest("hex").slice(0, 12);
}
