import { join } from "node:path";
import process from "node:process";
import { exitCode, tryRun } from "@lab/core";
import { alone, type BundleState, deploy, saves } from "@lab/ops";
import type { Answer, Command, Input } from "../command.ts";
import {
	chartsFolder,
	chartsOption,
	describeBundles,
	gitRepoOption,
	givenGitRepo,
	localLab,
	runningReplica,
} from "./_local-lab.ts";

export const command: Command = {
	summary: "Roll out the working tree, committed or not",
	options: [
		chartsOption,
		gitRepoOption,
		{ flags: "--watch", description: "again at each save, until Ctrl-C" },
		{
			flags: "--patience <seconds>",
			description: "how long to wait until all bundles are ready",
			default: "120",
		},
	],
	example: "pnpm synth && pnpm local-lab deploy",
	async run(input) {
		const { options, progress, signal } = input;
		const { tree } = localLab(input);
		const sources = ["components", "experiments", "lab", "monitoring"].map(
			(name) => join(input.root, "packages", name, "src"),
		);
		// Begun before the roll-out, so that a save during it is not missed.
		const saved = saves([tree, ...sources], signal);
		let result = await rollOut(input);
		if (options.watch !== true) return answer(result);
		progress.note(answer(result).text);
		progress.step("waiting for a save; Ctrl-C ends it");
		for await (const folders of saved) {
			// What was loaded stays as it was: the new sources need a new process.
			if (folders.some((folder) => folder !== tree)) await synth(input);
			result = await rollOut(input);
			progress.note(answer(result).text);
			progress.step("waiting for a save; Ctrl-C ends it");
		}
		return answer(result);
	},
};

interface RolledOut {
	readonly bundles: readonly BundleState[];
	readonly seconds: number;
}

async function rollOut(input: Input): Promise<RolledOut> {
	const { options, progress, signal } = input;
	const { folder, tree } = localLab(input);
	const { tools, record } = await runningReplica(input);
	const start = performance.now();
	const bundles = await alone(folder, input, () =>
		deploy({
			folder,
			tree,
			program: tools.fleet.path,
			charts: chartsFolder(input) ?? record.rollout?.charts,
			gitRepo: givenGitRepo(input),
			patienceMs: Number(options.patience) * 1000,
			progress,
			signal,
		}),
	);
	return { bundles, seconds: (performance.now() - start) / 1000 };
}

async function synth({ root, progress, signal }: Input): Promise<void> {
	progress.step("rendering the replica's tree");
	const { exit, stderr } = await tryRun(
		process.execPath,
		[
			...["--import", "tsx", join(root, "packages/cli/src/main.ts")],
			...["synth", "--env", "local"],
		],
		{ cwd: root, timeout: "2m", signal },
	);
	if (exit !== exitCode.done) progress.note(stderr.trimEnd());
}

function answer({ bundles, seconds }: RolledOut): Answer {
	const waiting = bundles.some(({ state }) => state === "not-ready");
	return {
		exit: waiting ? exitCode.no : exitCode.done,
		document: { bundles, seconds: Number(seconds.toFixed(2)) },
		text: [
			`rolled out in ${seconds.toFixed(1)} s`,
			...describeBundles(bundles),
		].join("\n"),
	};
}
