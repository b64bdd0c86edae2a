// Starts a TypeScript program of this repository: node launch.mjs <entry.ts> [words].
// JavaScript, because Node 20 cannot run TypeScript by itself.
import { readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import process from "node:process";
import { pathToFileURL } from "node:url";

const [node = "", , entry = "", ...words] = process.argv;
const source = resolve(entry);
process.argv = [node, source, ...words];

const cache = join(import.meta.dirname, "../../node_modules/.cache/launch");
const record = join(cache, `${source.replaceAll("/", "+")}.json`);

/** @returns {import("./src/bundle.ts").Bundle | undefined} undefined if there is none, or a source has changed since */
function currentBundle() {
	try {
		const bundle = JSON.parse(readFileSync(record, "utf8"));
		for (const [path, modified, size] of bundle.inputs) {
			const now = statSync(path);
			if (now.mtimeMs !== modified || now.size !== size) return undefined;
		}
		// Its folder may have been deleted without the record.
		statSync(join(bundle.folder, bundle.program));
		return bundle;
	} catch {
		return undefined;
	}
}

/** Keeps a bundle from being deleted while this process may still load parts of it. */
function markInUse(/** @type {string} */ folder) {
	const mark = join(folder, `${process.pid}.pid`);
	try {
		writeFileSync(mark, "");
	} catch (error) {
		// On a read-only disk, nobody deletes it either.
		if (/** @type {any} */ (error).code === "EROFS") return;
		throw error;
	}
	process.once("exit", () => rmSync(mark, { force: true }));
}

async function buildBundle() {
	const { register } = await import("tsx/esm/api");
	const unregister = register();
	try {
		const { buildBundle } = await import("./src/build-bundle.ts");
		return await buildBundle(source, { cache, record });
	} finally {
		await unregister();
	}
}

async function runFromSource() {
	const { register } = await import("tsx/esm/api");
	register();
	await import(pathToFileURL(source).href);
}

async function runBundle() {
	const bundle = currentBundle() ?? (await buildBundle());
	if (bundle === undefined) return runFromSource();
	process.setSourceMapsEnabled(true);
	markInUse(bundle.folder);
	await import(pathToFileURL(join(bundle.folder, bundle.program)).href);
}

await (process.env.LAB_FROM_SOURCE === "1" ? runFromSource() : runBundle());
