import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { copyFile, mkdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { exitCode, type Finding, fault, LabError } from "@lab/core";
import { type Dataset, dataset, parseDocument } from "@lab/record";
import type { RunFolder } from "./run-folder.ts";

/** @throws LabError `no-dataset` before it was collected */
export async function readDataset(folder: RunFolder): Promise<Dataset> {
	const text = await readFile(folder.dataset, "utf8").catch(() => undefined);
	if (text !== undefined) return parseDocument(dataset, text, folder.dataset);
	throw new LabError({
		code: "no-dataset",
		what: "nothing has been collected yet",
		where: folder.id,
		help: "wait for the run to get there: pnpm experiment attach",
	});
}

/** Files that are not what the dataset says they are. */
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
				what: `${path} is ${seen === undefined ? "not there any more" : "not what was collected"}`,
				where: folder.id,
				help: "take it from a copy; the numbers of this run cannot be used without it",
			}),
		);
	}
	return findings;
}

/** What goes with a dataset, below a run's folder. */
export const beside = ["verdict.json", "events.jsonl", "run.json"] as const;

/** Copies the dataset, its verdict and its events to another folder. */
export async function copyDataset(
	folder: RunFolder,
	{ files }: Dataset,
	to: string,
): Promise<void> {
	const own = files.map((file) => file.path);
	for (const path of [...own, "dataset.json", ...beside]) {
		await mkdir(dirname(join(to, path)), { recursive: true });
		await copyFile(join(folder.path, path), join(to, path)).catch(
			(error: NodeJS.ErrnoException) => {
				throw new LabError({
					code: "not-copied",
					what: `${path}: ${error.message}`,
					where: to,
					help: "make room there, and see that the run is done",
					exit: exitCode.letDown,
					cause: error,
				});
			},
		);
	}
}

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
