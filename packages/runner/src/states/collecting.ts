import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { join } from "node:path";
import { LabError, reasonOf, retry, writeFileAtomically } from "@lab/core";
import {
	type Dataset,
	type DatasetFile,
	datasetDocuments,
	logFileOf,
	type NamedFile,
	nodeOfLog,
	runFiles,
	type Window,
} from "@lab/record";
import { plusMilliseconds } from "../clock.ts";
import type { RunFolder } from "../run-folder.ts";
import type { StateWork, Work } from "../work.ts";

/** Collects all files of the run, counts and hashes them, while the nodes still exist. */
export const collecting: StateWork = async (work, signal) => {
	const { folder, log, backend } = work;
	await writeFileAtomically(
		folder.windows,
		JSON.stringify(windowsOf(work), null, 2),
	);
	const brought = work.log.last("wave-scaled")
		? await backend.collect(folder.path, signal)
		: [];
	const files: DatasetFile[] = [];
	const missing: Dataset["missing"] = [];
	for (const file of [...datasetDocuments, ...brought]) {
		const described = await describe(folder, file);
		if (described !== undefined) files.push(described);
		else if (log.last("timeline-started")) {
			missing.push({ what: file.path, why: "the file was never written" });
		}
	}
	// With a log store, the analysis reads the pods' logs from there.
	const inStore =
		work.plan.backend === "cluster" && work.options.logsUrl !== undefined;
	for (const node of inStore ? [] : unlogged(work, files)) {
		missing.push({ what: logFileOf(node), why: `${node} left no log` });
	}
	const dataset: Dataset = { run: folder.id, files, missing };
	const text = JSON.stringify(dataset, null, 2);
	await writeFileAtomically(folder.dataset, text);
	log.append("collected", {
		path: runFiles.dataset,
		rows: files.reduce((sum, { rows }) => sum + rows, 0),
		bytes: files.reduce((sum, { bytes }) => sum + bytes, 0),
		sha256: createHash("sha256").update(text).digest("hex"),
	});
	if (log.last("wave-scaled")) await shipRest(work, files, signal);
	await work.follower?.stop();
	work.follower = undefined;
};

/**
 * Ships the lines written until the logs were copied, and no later ones, and
 * records how many the store holds. The dataset does not depend on it: a store
 * that refuses lines must not cost the run.
 */
async function shipRest(
	work: Work,
	files: readonly DatasetFile[],
	signal: AbortSignal,
): Promise<void> {
	const { backend, log, plan } = work;
	work.follower ??= backend.follow();
	const { follower } = work;
	/** Gives up after a part of the time that collecting may take. */
	const tried = async <T>(
		part: number,
		task: (patience: AbortSignal) => Promise<T>,
	): Promise<{ value?: T; why?: string }> => {
		const end = AbortSignal.timeout(plan.limits.collectingMs * part);
		const patience = AbortSignal.any([signal, end]);
		try {
			const value = await retry(() => task(patience), { signal: patience });
			return { value };
		} catch (error) {
			signal.throwIfAborted();
			if (!end.aborted && !(error instanceof LabError)) throw error;
			return { why: reasonOf(error) };
		}
	};
	const sentAll = await tried(1 / 2, (patience) => follower.ship(patience));
	const counted = await tried(1 / 4, (patience) =>
		follower.countShipped(patience),
	);
	if ("value" in counted && counted.value === undefined) return;
	const lines = new Map(
		files
			.filter(({ content }) => content === "logs")
			.map(({ path, rows }) => [nodeOfLog(path), rows]),
	);
	const sum = (counts: ReadonlyMap<string, number>) =>
		[...counts.values()].reduce((total, one) => total + one, 0);
	const { sent, stored } = counted.value ?? {};
	const why = sentAll.why ?? counted.why;
	log.append("shipped", {
		lines: sum(lines),
		...(sent && { sent: sum(sent) }),
		...(stored && { stored: sum(stored) }),
		differing: stored
			? [...lines].flatMap(([node, count]) =>
					stored.get(node) === count
						? []
						: [{ node, lines: count, stored: stored.get(node) ?? 0 }],
				)
			: [],
		...(why !== undefined && { why }),
	});
}

function windowsOf({ log, plan }: Work): Window[] {
	const started = log.last("timeline-started");
	if (started === undefined) return [];
	const zero = BigInt(started.zero);
	return plan.windows.map(({ name, startMs, endMs }) => ({
		name,
		start: String(plusMilliseconds(zero, startMs)),
		end: String(plusMilliseconds(zero, endMs)),
	}));
}

/** Nodes that were started but whose log was not collected. */
function unlogged({ log }: Work, files: readonly DatasetFile[]): string[] {
	const logged = new Set(files.map(({ path }) => path));
	const nodes = new Set(log.all("node-started").map(({ node }) => node));
	return [...nodes].filter((node) => !logged.has(logFileOf(node)));
}

async function describe(
	folder: RunFolder,
	file: NamedFile,
): Promise<DatasetFile | undefined> {
	const path = join(folder.path, file.path);
	if ((await stat(path).catch(() => undefined)) === undefined) return undefined;
	const hash = createHash("sha256");
	let bytes = 0;
	let rows = 0;
	for await (const chunk of createReadStream(path)) {
		const data = chunk as Buffer;
		hash.update(data);
		bytes += data.length;
		for (let at = data.indexOf(10); at >= 0; at = data.indexOf(10, at + 1)) {
			rows += 1;
		}
	}
	return { ...file, bytes, rows, sha256: hash.digest("hex") };
}
