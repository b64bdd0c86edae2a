import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import {
	type DatasetFile,
	dataset as datasetSchema,
	parseDocument,
	runFiles,
	runFolders,
} from "@lab/record";
import { ARCHIVE, type Stack } from "../sources/index.ts";

/**
 * Returns the default stack of a run: the collected files that its `dataset.json`
 * lists, else the stores that its logs and metrics were sent to.
 *
 * @param stores that the run was configured with
 */
export async function ownStack(
	folder: string,
	namespace: string,
	stores?: Stack,
): Promise<Stack> {
	const path = join(folder, runFiles.dataset);
	const files = existsSync(path)
		? parseDocument(datasetSchema, await readFile(path, "utf8"), path).files
		: undefined;
	const logs = rootOf(folder, "logs", files);
	const metrics = rootOf(folder, "metrics", files);
	const isArchive = (root: string) => existsSync(join(root, ARCHIVE));
	return {
		logs:
			logs === undefined
				? (stores?.logs ?? {
						kind: "files",
						path: join(folder, runFolders.logs),
					})
				: { kind: isArchive(logs) ? "archive" : "files", path: logs },
		...(metrics === undefined
			? stores?.metrics && { metrics: stores.metrics }
			: {
					metrics: isArchive(metrics)
						? { kind: "archive", path: metrics }
						: { kind: "exposition", path: metrics, labels: { namespace } },
				}),
	};
}

/** Returns the folder of the files with one kind of content, or the only such file. */
function rootOf(
	folder: string,
	content: keyof typeof runFolders & DatasetFile["content"],
	held: readonly DatasetFile[] | undefined,
): string | undefined {
	const files = held?.filter((file) => file.content === content) ?? [];
	const [first] = files;
	if (first !== undefined) {
		return join(folder, files.length === 1 ? first.path : dirname(first.path));
	}
	const usual = join(folder, runFolders[content]);
	return existsSync(usual) ? usual : undefined;
}
