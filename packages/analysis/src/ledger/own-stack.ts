import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import {
	type DatasetFile,
	dataset as datasetSchema,
	parseDocument,
} from "@lab/record";
import { ARCHIVE, type Stack } from "../sources/index.ts";

/**
 * Where a run's logs and metrics are when nobody names a stack: what its
 * `dataset.json` brought home, else the stores that they were sent to.
 *
 * @param stores that the run was told of
 */
export async function ownStack(
	folder: string,
	namespace: string,
	stores?: Stack,
): Promise<Stack> {
	const path = join(folder, "dataset.json");
	const files = existsSync(path)
		? parseDocument(datasetSchema, await readFile(path, "utf8"), path).files
		: undefined;
	const logs = rootOf(folder, "logs", files);
	const metrics = rootOf(folder, "metrics", files);
	const isArchive = (root: string) => existsSync(join(root, ARCHIVE));
	return {
		logs:
			logs === undefined
				? (stores?.logs ?? { kind: "files", path: join(folder, "logs") })
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

/** The folder of all files of one content, or the only one of them. */
function rootOf(
	folder: string,
	content: DatasetFile["content"],
	held: readonly DatasetFile[] | undefined,
): string | undefined {
	const files = held?.filter((file) => file.content === content) ?? [];
	const [first] = files;
	if (first !== undefined) {
		return join(folder, files.length === 1 ? first.path : dirname(first.path));
	}
	const usual = join(folder, content);
	return existsSync(usual) ? usual : undefined;
}
