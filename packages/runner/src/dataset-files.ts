import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { copyFile, mkdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { exitCode, type Finding, fault, LabError } from "@lab/core";
import {
	companionFiles,
	type Dataset,
	dataset,
	parseDocument,
	runFiles,
} from "@lab/record";
import type { RunFolder } from "./run-folder.ts";

/** Reads the dataset of a run. @throws LabError `no-dataset` if it has not been collected yet */
export async function readDataset(folder: RunFolder): Promise<Dataset> {
	const text = await readFile(folder.dataset, "utf8").catch(() => undefined);
	if (text !== undefined) return parseDocument(dataset, text, folder.dataset);
	throw new LabError({
		code: "no-dataset",
		what: "nothing has been collected yet",
		where: folder.id,
		help: "wait until the run has collected it: pnpm experiment attach",
	});
}

/** Finds files that are missing or differ from the dataset's hashes. */
export async function checkDataset(
	folder: RunFolder,
	{ files }: Dataset,
): Promise<Finding[]> {
	const findings: Finding[] = [];
	for (const { path, sha256 } of files) {
		const seen = await hashFile(join(folder.path, path));
		if (seen === sha256) continue;
		findings.push(
			fault({
				code: seen === undefined ? "file-gone" : "file-changed",
				what: `${path} is ${seen === undefined ? "missing" : "not the file that was collected"}`,
				where: folder.id,
				help: "restore it from a copy; without it the numbers of this run are unusable",
			}),
		);
	}
	return findings;
}

/** Copies the dataset, its verdict and its events to another folder. */
export async function copyDataset(
	folder: RunFolder,
	{ files }: Dataset,
	to: string,
): Promise<void> {
	const own = files.map((file) => file.path);
	for (const path of [...own, runFiles.dataset, ...companionFiles]) {
		await mkdir(dirname(join(to, path)), { recursive: true });
		await copyFile(join(folder.path, path), join(to, path)).catch(
			(error: NodeJS.ErrnoException) => {
				throw new LabError({
					code: "not-copied",
					what: `${path}: ${error.message}`,
					where: to,
					help: "check that there is free space, and that the run is done",
					exit: exitCode.unavailable,
					cause: error,
				});
			},
		);
	}
}

/** SHA-256 of a file in hex; undefined if there is no such file. */
export async function hashFile(path: string): Promise<string | undefined> {
	const hash = createHash("sha256");
	try {
		for await (const chunk of createReadStream(path)) {
			hash.update(chunk as Buffer);
		}
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
		throw error;
	}
	return hash.digest("hex");
}
