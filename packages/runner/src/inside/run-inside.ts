import { access, mkdir, readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { gunzipSync } from "node:zlib";
import { reasonOf, writeFileAtomically } from "@lab/core";
import type { Verdict } from "@lab/record";
import { attachRun } from "../attach-run.ts";
import { sleep } from "../clock.ts";
import { type Execution, executeRun } from "../execute-run.ts";
import { countMessages } from "../journal.ts";
import {
	type RunFolder,
	type RunnerOptions,
	runFolder,
} from "../run-folder.ts";
import { inputs } from "./job.ts";
import { kubeconfigInside } from "./kubeconfig.ts";
import type { Line } from "./log.ts";
import { fetchRequests } from "./mailbox.ts";

const POLL_EVERY_MS = 5000;

/**
 * Executes a run from the input of its Job. A restarted Job resumes the run, since
 * its state is on a volume.
 *
 * @param input folder of the files from the ConfigMap
 */
export async function runInside(
	id: string,
	input: string,
	execution: Execution,
	write: (line: Line) => void,
): Promise<Verdict> {
	const given = JSON.parse(
		await readFile(join(input, inputs.options), "utf8"),
	) as RunnerOptions;
	const kubeconfig = join(given.state, "kubeconfig");
	const options = { ...given, kubeconfig };
	await writeFileAtomically(kubeconfig, kubeconfigInside());
	const folder = runFolder(options.state, id);
	const ledger = join(folder.path, "ledger");
	await createFolder(folder, input, { ...options, ledger });
	const own = new AbortController();
	let lastWritten = "";
	const writeMessages = () => {
		const messages = countMessages(folder);
		if (JSON.stringify(messages) === lastWritten) return;
		lastWritten = JSON.stringify(messages);
		write({ messages });
	};
	const polling = every(POLL_EVERY_MS, own.signal, async () => {
		writeMessages();
		await fetchRequests(options, folder, own.signal).catch((error: unknown) => {
			if (!own.signal.aborted)
				execution.print?.(`cannot fetch requests: ${reasonOf(error)}`);
		});
	});
	const following = attachRun(folder, (event) => write({ event }), own.signal);
	try {
		const verdict = await executeRun(folder, execution);
		await following;
		writeMessages();
		const line = async (of: "run" | "ledger", path: string) =>
			write({ file: basename(path), of, text: await readFile(path, "utf8") });
		await line("run", folder.verdict);
		await line("ledger", join(ledger, `${id}.json`));
		return verdict;
	} finally {
		own.abort();
		await polling;
	}
}

/** Creates the run's folder. Writes the plan last, so that a folder with a plan is complete. */
async function createFolder(
	folder: RunFolder,
	input: string,
	options: RunnerOptions,
): Promise<void> {
	const whole = await access(folder.plan).then(
		() => true,
		() => false,
	);
	if (whole) return;
	await mkdir(folder.requests, { recursive: true });
	await writeFileAtomically(folder.options, JSON.stringify(options));
	const packed = await readFile(join(input, inputs.plan));
	await writeFileAtomically(folder.plan, gunzipSync(packed).toString());
}

async function every(
	ms: number,
	signal: AbortSignal,
	work: () => Promise<void>,
): Promise<void> {
	while (!signal.aborted) {
		await work();
		await sleep(ms, signal).catch(() => {});
	}
}
