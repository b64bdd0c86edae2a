import { copyFile, mkdir, readdir } from "node:fs/promises";
import { dirname, extname, join, relative } from "node:path";
import { canonicalJson, writeFileAtomically } from "@lab/core";
import {
	type Dataset,
	type DatasetFile,
	type NamedFile,
	runFiles,
	runFolders,
} from "@lab/record";
import { describedFile } from "../ledger/index.ts";
import { readImported } from "./ten-ksim.ts";

const formats: Readonly<Record<string, DatasetFile["format"]>> = {
	".json": "json",
	".log": "jsonl",
};

/**
 * Copies an imported run, without its tables, into a folder that is analysed like
 * any run; each file with its hash.
 */
export async function archiveImport(
	folder: string,
	to: string,
): Promise<Dataset> {
	const { run } = await readImported(folder);
	const entries = await readdir(join(folder, runFolders.source), {
		recursive: true,
		withFileTypes: true,
	});
	const named: NamedFile[] = [
		{ path: runFiles.imported, content: "source", format: "json" },
		...entries
			.filter((entry) => entry.isFile())
			.map((entry) => relative(folder, join(entry.parentPath, entry.name)))
			.sort()
			.map(
				(path): NamedFile => ({
					path,
					content: "source",
					format: formats[extname(path)] ?? "csv",
				}),
			),
	];
	const files: DatasetFile[] = [];
	for (const one of named) {
		await mkdir(dirname(join(to, one.path)), { recursive: true });
		await copyFile(join(folder, one.path), join(to, one.path));
		files.push(await describedFile(to, one));
	}
	const dataset: Dataset = { run, files, missing: [] };
	await writeFileAtomically(join(to, runFiles.dataset), canonicalJson(dataset));
	return dataset;
}
