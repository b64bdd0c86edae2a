import { randomBytes } from "node:crypto";
import { exitCode } from "@lab/core";
import {
	type BroughtUp,
	bringUp,
	chooseMode,
	modes,
	readRecord,
	switchable,
} from "@lab/ops";
import type { Answer, Command } from "../command.ts";
import { paint } from "../output.ts";
import {
	chartsFolder,
	chartsOption,
	describeBundles,
	describeEndpoints,
	gitRepoOption,
	givenGitRepo,
	localLab,
	statusInput,
} from "./_local-lab.ts";

export const command: Command = {
	summary: "Bring the replica of the lab up, or mend it",
	options: [
		{
			flags: "--mode <name>",
			description:
				"k3d: containers in a Docker engine; embedded: processes; auto: k3d where an engine has what it takes",
			choices: modes,
			default: "auto",
		},
		chartsOption,
		gitRepoOption,
		{
			flags: "--public [address]",
			description:
				"let others read the endpoints, with a token that is shown once; on all interfaces unless an address is given",
		},
		{
			flags: "--no-deploy",
			description: "leave the cluster without the lab's bundles",
		},
		{
			flags: "--without <program>",
			description: `do not run a program that a bundle would bring: ${switchable.join(", ")}; once for each, and remembered`,
			repeatable: true,
		},
		{
			flags: "--with <program>",
			description: "run one again that was switched off",
			repeatable: true,
		},
		{
			flags: "--patience <seconds>",
			description: "how long to wait until all bundles are ready",
			default: "120",
		},
	],
	example: "pnpm local-lab up --charts ../charts",
	async run(input) {
		const { options, progress, signal } = input;
		const { folder, tree } = localLab(input);
		const { env, settings } = await statusInput(input);
		const exposed = await exposure(folder, options.public);
		const asked = options.mode as (typeof modes)[number];
		const { mode, reason } = await chooseMode(folder, asked);
		if (asked === "auto") progress.step(`mode ${mode}: ${reason}`);
		const start = performance.now();
		const result = await bringUp({
			folder,
			mode,
			tree,
			env,
			settings,
			charts: chartsFolder(input),
			gitRepo: givenGitRepo(input),
			rollOut: options.deploy !== false,
			patienceMs: Number(options.patience) * 1000,
			progress,
			signal,
			switches: { off: names(options.without), on: names(options.with) },
			...(exposed && { exposed: exposed.entry }),
		});
		return describe(
			result,
			(performance.now() - start) / 1000,
			exposed?.fresh === true ? exposed.entry.token : undefined,
		);
	},
};

const names = (given: unknown): string[] =>
	(given as string[] | undefined) ?? [];

/** Once open it stays so until `down`; the token is made once. */
async function exposure(
	folder: Parameters<typeof readRecord>[0],
	asked: unknown,
) {
	const before = (await readRecord(folder))?.exposed;
	if (asked === undefined)
		return before && { entry: before, fresh: false as const };
	const address = typeof asked === "string" ? asked : "0.0.0.0";
	if (before?.address === address) return { entry: before, fresh: false };
	const token = randomBytes(24).toString("base64url");
	return { entry: { address, token }, fresh: true };
}

function describe(
	{ status, started, notes, drift }: BroughtUp,
	seconds: number,
	token: string | undefined,
): Answer {
	const ready = status.bundles.every(({ state }) => state !== "not-ready");
	return {
		exit: status.state === "up" && ready ? exitCode.done : exitCode.no,
		document: {
			...status,
			seconds: Number(seconds.toFixed(2)),
			started: started.map(({ name }) => name),
			notes,
			drift,
			...(token !== undefined && { token }),
		},
		text: [
			started.length === 0
				? `the replica runs (${status.mode})`
				: `the replica is up after ${seconds.toFixed(1)} s (${status.mode}, ${started.length} programs started)`,
			...describeEndpoints(status),
			...(status.bundles.length > 0 ? describeBundles(status.bundles) : []),
			...drift.map((line) => paint("yellow", line)),
			...(token === undefined
				? []
				: [`token for others, shown only now: ${token}`]),
		].join("\n"),
	};
}
