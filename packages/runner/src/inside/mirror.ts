import { appendFile, readFile } from "node:fs/promises";
import { join } from "node:path";
import { LabError, writeFileAtomically } from "@lab/core";
import { RUNS_NAMESPACE } from "@lab/record";
import { createKubectl } from "../backends/cluster/kubectl.ts";
import { readEvents } from "../event-log.ts";
import { countMessages } from "../journal.ts";
import { type RunFolder, readOptions } from "../run-folder.ts";
import { nameOf } from "./access.ts";
import { readLines } from "./log.ts";

/** Log of the runner inside so far; empty while it has no container. */
export async function logInside(
	folder: RunFolder,
	signal: AbortSignal,
): Promise<string> {
	const kubectl = createKubectl(await readOptions(folder));
	try {
		return await kubectl.run(
			["-n", RUNS_NAMESPACE, "logs", `job/${nameOf(folder)}`, "--tail=-1"],
			{ signal },
		);
	} catch (error) {
		// The container does not exist yet, or no longer.
		if (
			error instanceof LabError &&
			/waiting|timed out|host assigned|NotFound/.test(error.message)
		)
			return "";
		throw error;
	}
}

/** Copies what the runner inside has logged since the last call to the run's folder. */
export async function mirrorRun(
	folder: RunFolder,
	signal: AbortSignal,
): Promise<void> {
	const { ledger } = await readOptions(folder);
	await storeLines(folder, ledger, await logInside(folder, signal));
}

/**
 * Writes new events and files from the runner's log to the run's folder.
 *
 * @param text the log, from the start of its container: a restarted runner repeats all events
 */
export async function storeLines(
	folder: RunFolder,
	ledger: string | undefined,
	text: string,
): Promise<void> {
	let next = readEvents(folder.events).length;
	for (const line of readLines(text)) {
		if ("event" in line) {
			if (line.event.seq !== next) continue;
			await appendFile(folder.events, `${JSON.stringify(line.event)}\n`);
			next += 1;
		} else if ("messages" in line) {
			await writeFileAtomically(
				messagesFile(folder),
				JSON.stringify(line.messages),
			);
		} else if (line.of === "run") {
			await writeFileAtomically(join(folder.path, line.file), line.text);
		} else if (ledger !== undefined) {
			await writeFileAtomically(join(ledger, line.file), line.text);
		}
	}
}

const messagesFile = ({ path }: RunFolder): string =>
	join(path, "messages.json");

/** Counts of messages as reported by the runner inside; the records themselves arrive with the dataset. */
export async function messagesInside(
	folder: RunFolder,
): Promise<ReturnType<typeof countMessages>> {
	const text = await readFile(messagesFile(folder), "utf8").catch(
		() => undefined,
	);
	return text === undefined
		? countMessages(folder)
		: (JSON.parse(text) as ReturnType<typeof countMessages>);
}
