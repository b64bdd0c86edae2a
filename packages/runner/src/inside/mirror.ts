import { appendFile } from "node:fs/promises";
import { join } from "node:path";
import { LabError, writeFileAtomically } from "@lab/core";
import { createKubectl } from "../backends/cluster/kubectl.ts";
import { RUNS_NAMESPACE } from "../backends/cluster/objects.ts";
import { readEvents } from "../event-log.ts";
import { type RunFolder, readOptions } from "../run-folder.ts";
import { nameOf } from "./access.ts";
import type { Line } from "./run-inside.ts";

/** Brings home what the runner inside has written to its log since the last time. */
export async function mirrorRun(
	folder: RunFolder,
	signal: AbortSignal,
): Promise<void> {
	const options = await readOptions(folder);
	let text: string;
	try {
		text = await createKubectl(options).run(
			["-n", RUNS_NAMESPACE, "logs", `job/${nameOf(folder)}`, "--tail=-1"],
			{ signal },
		);
	} catch (error) {
		// What is here already can be looked at while the pod is still pulled.
		if (error instanceof LabError && readEvents(folder.events).length === 0)
			return;
		throw error;
	}
	await takeLines(folder, options.ledger, text);
}

/** @param text of the log; a runner that was begun again tells from the start */
export async function takeLines(
	folder: RunFolder,
	ledger: string | undefined,
	text: string,
): Promise<void> {
	let next = readEvents(folder.events).length;
	const lines = text
		.slice(0, text.lastIndexOf("\n") + 1)
		.split("\n")
		.filter((line) => line.startsWith("{"))
		.map((line) => JSON.parse(line) as Line);
	for (const line of lines) {
		if ("event" in line) {
			if (line.event.seq !== next) continue;
			await appendFile(folder.events, `${JSON.stringify(line.event)}\n`);
			next += 1;
		} else if (line.of === "run") {
			await writeFileAtomically(join(folder.path, line.file), line.text);
		} else if (ledger !== undefined) {
			await writeFileAtomically(join(ledger, line.file), line.text);
		}
	}
}
