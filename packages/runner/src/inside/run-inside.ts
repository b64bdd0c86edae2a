import { access, mkdir, readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { gunzipSync } from "node:zlib";
import { writeFileAtomically } from "@lab/core";
import type { RunEvent, Verdict } from "@lab/record";
import { attachRun } from "../attach-run.ts";
import { sleep } from "../clock.ts";
import { type Execution, executeRun } from "../execute-run.ts";
import { countMessages } from "../journal.ts";
import { reasonOf } from "../persist.ts";
import { type RunFolder, type RunOptions, runFolder } from "../run-folder.ts";
import { inputs } from "./job.ts";
import { kubeconfigInside } from "./kubeconfig.ts";
import { takeMail } from "./mailbox.ts";

const MAIL_EVERY_MS = 5000;

/** What the runner inside writes to its log, one a line: whoever looks on reads it there. */
export type Line =
	| { readonly event: RunEvent }
	| { readonly messages: ReturnType<typeof countMessages> }
	/** A file of the run, or of the ledger, that people outside want to have. */
	| {
			readonly file: string;
			readonly of: "run" | "ledger";
			readonly text: string;
	  };

/**
 * Is the runner of a run, from the input of its Job. Begun again, it goes on
 * where it was: its memory is a volume.
 *
 * @param input folder with what the Job brought
 */
export async function runInside(
	id: string,
	input: string,
	execution: Execution,
	write: (line: Line) => void,
): Promise<Verdict> {
	const given = JSON.parse(
		await readFile(join(input, inputs.options), "utf8"),
	) as RunOptions;
	const kubeconfig = join(given.state, "kubeconfig");
	const options = { ...given, kubeconfig };
	await writeFileAtomically(kubeconfig, kubeconfigInside());
	const folder = runFolder(options.state, id);
	const ledger = join(folder.path, "ledger");
	await bringIn(folder, input, { ...options, ledger });
	const own = new AbortController();
	let told = "";
	const tellMessages = () => {
		const messages = countMessages(folder);
		if (JSON.stringify(messages) === told) return;
		told = JSON.stringify(messages);
		write({ messages });
	};
	const mail = every(MAIL_EVERY_MS, own.signal, async () => {
		tellMessages();
		await takeMail(options, folder, own.signal).catch((error: unknown) => {
			if (!own.signal.aborted) execution.tell?.(`no mail: ${reasonOf(error)}`);
		});
	});
	const looking = attachRun(folder, (event) => write({ event }), own.signal);
	try {
		const verdict = await executeRun(folder, execution);
		await looking;
		tellMessages();
		const line = async (of: "run" | "ledger", path: string) =>
			write({ file: basename(path), of, text: await readFile(path, "utf8") });
		await line("run", folder.verdict);
		await line("ledger", join(ledger, `${id}.json`));
		return verdict;
	} finally {
		own.abort();
		await mail;
	}
}

/** The plan comes last: a folder that has one is whole. */
async function bringIn(
	folder: RunFolder,
	input: string,
	options: RunOptions,
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
