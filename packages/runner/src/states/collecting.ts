import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { join } from "node:path";
import { writeFileAtomically } from "@lab/core";
import type { Dataset, DatasetFile, Window } from "@lab/record";
import { plusMilliseconds } from "../clock.ts";
import type { RunFolder } from "../run-folder.ts";
import type { Step, Work } from "../work.ts";

type Named = Pick<DatasetFile, "path" | "content" | "format">;

/** Brings everything home, counted and hashed, while the nodes are still there. */
export const collecting: Step = async (work, signal) => {
	const { folder, log, backend } = work;
	await writeFileAtomically(
		folder.windows,
		JSON.stringify(windowsOf(work), null, 2),
	);
	const brought = work.log.last("wave-scaled")
		? await backend.collect(folder.path, signal)
		: [];
	const own: Named[] = [
		{ path: "plan.json", content: "plan", format: "json" },
		{ path: "windows.json", content: "windows", format: "json" },
		{ path: "nodes.json", content: "nodes", format: "json" },
		{ path: "publishes.jsonl", content: "publishes", format: "jsonl" },
	];
	const files: DatasetFile[] = [];
	const missing: Dataset["missing"] = [];
	for (const file of [...own, ...brought]) {
		const described = await describe(folder, file);
		if (described !== undefined) files.push(described);
		else if (log.last("timeline-started")) {
			missing.push({ what: file.path, why: "it was never written" });
		}
	}
	// Pods whose logs are in a store are read from there.
	const inStore =
		work.plan.backend === "cluster" && work.options.logsUrl !== undefined;
	for (const node of inStore ? [] : unlogged(work, files)) {
		missing.push({ what: `logs/${node}.log`, why: `${node} left no log` });
	}
	const dataset: Dataset = { run: folder.id, files, missing };
	const text = JSON.stringify(dataset, null, 2);
	await writeFileAtomically(folder.dataset, text);
	log.append("collected", {
		path: "dataset.json",
		rows: files.reduce((sum, { rows }) => sum + rows, 0),
		bytes: files.reduce((sum, { bytes }) => sum + bytes, 0),
		sha256: createHash("sha256").update(text).digest("hex"),
	});
	if (log.last("wave-scaled")) {
		// Nodes wrote on until their logs were copied; stores get that too, and no more.
		work.follower ??= backend.follow();
		await work.follower.flush(signal);
	}
	await work.follower?.stop();
	work.follower = undefined;
};

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

/** Nodes that were there and of which no log came home. */
function unlogged({ log }: Work, files: readonly DatasetFile[]): string[] {
	const logged = new Set(
		files
			.filter(({ content }) => content === "logs")
			.map(({ path }) => path.replace(/^.*\/|\.log$/g, "")),
	);
	const nodes = new Set(log.all("node-started").map(({ node }) => node));
	return [...nodes].filter((node) => !logged.has(node));
}

async function describe(
	folder: RunFolder,
	file: Named,
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
