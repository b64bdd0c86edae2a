import {
	mkdir,
	mkdtemp,
	readdir,
	readFile,
	rename,
	rm,
	stat,
	writeFile,
} from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { type Pin, pinKey } from "./pins.ts";

/** Cache folder. Outside the repository, so that all clones share it. */
export const cacheFolder = (): string =>
	process.env.VACLAB_CACHE ??
	join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "vaclab");

/** Path of a tool in the cache. Each pin has its own folder. */
export const toolPath = (cache: string, pin: Pin): string =>
	join(cache, "tools", pin.name, `${pin.version}-${pinKey(pin)}`, pin.name);

/** Origin of a tool in the cache. */
export interface Origin {
	readonly source: "release" | "go";
	/** Download URL or built package. */
	readonly from: string;
	readonly bytes: number;
}

const ORIGIN_FILE = "origin.json";

/** @returns origin of the tool at this path; undefined if the tool is missing or truncated by a power cut */
export async function readOrigin(path: string): Promise<Origin | undefined> {
	try {
		const text = await readFile(join(path, "..", ORIGIN_FILE), "utf8");
		const origin = JSON.parse(text) as Origin;
		const { size } = await stat(path);
		return size === origin.bytes ? origin : undefined;
	} catch (error) {
		const { code } = error as NodeJS.ErrnoException;
		const absent = code === "ENOENT" || code === "ENOTDIR";
		if (absent || error instanceof SyntaxError) return undefined;
		throw error;
	}
}

/**
 * Moves a finished program into the cache, atomically.
 *
 * @returns path of the program
 */
export async function install(
	cache: string,
	pin: Pin,
	binary: string,
	origin: Omit<Origin, "bytes">,
): Promise<string> {
	const path = toolPath(cache, pin);
	await withStage(cache, async (stage) => {
		const { size: bytes } = await stat(binary);
		await rename(binary, join(stage, pin.name));
		await writeFile(
			join(stage, ORIGIN_FILE),
			JSON.stringify({ ...origin, bytes }),
		);
		const folder = join(path, "..");
		await rm(folder, { recursive: true, force: true });
		await mkdir(join(folder, ".."), { recursive: true });
		await rename(stage, folder);
	});
	return path;
}

/** Runs `body` with a temporary folder on the cache's file system, and deletes the folder afterwards. */
export async function withStage<T>(
	cache: string,
	body: (stage: string) => Promise<T>,
): Promise<T> {
	const folder = join(cache, "staging");
	await mkdir(folder, { recursive: true });
	const stage = await mkdtemp(join(folder, "stage-"));
	try {
		return await body(stage);
	} finally {
		await rm(stage, { recursive: true, force: true });
	}
}

const DAY_MS = 86_400_000;

/** Deletes files that killed processes left behind more than a day ago. */
export async function sweep(cache: string): Promise<void> {
	for (const name of ["staging", "downloads"]) {
		const folder = join(cache, name);
		await mkdir(folder, { recursive: true });
		for (const entry of await readdir(folder)) {
			const path = join(folder, entry);
			// Another process may have removed it in the meantime.
			const age = await stat(path).then(
				({ mtimeMs }) => Date.now() - mtimeMs,
				() => 0,
			);
			if (age > DAY_MS) await rm(path, { recursive: true, force: true });
		}
	}
}
