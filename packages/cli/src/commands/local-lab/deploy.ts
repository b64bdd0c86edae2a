import { join } from "node:path";
import { exitCode, toMilliseconds, tryRun } from "@lab/core";
import { launchCommand } from "@lab/launch";
import {
	type BundleState,
	deploy,
	replicaTools,
	watchForSaves,
	withReplicaLock,
} from "@lab/replica";
import {
	type Answer,
	type Context,
	defineCommand,
	type OptionsOf,
} from "../../command.ts";
import {
	chartsFolder,
	chartsOption,
	describeBundles,
	gitRepoOption,
	localLab,
	patienceOption,
	runningReplica,
} from "./_local-lab.ts";

const options = [
	chartsOption,
	gitRepoOption,
	{
		flags: "--watch",
		description: "roll out again at each save, until Ctrl-C",
	},
	patienceOption,
] as const;

type DeployInput = Context & { readonly options: OptionsOf<typeof options> };

export const command = defineCommand({
	options,
	example: "pnpm synth && pnpm local-lab deploy",
	async run(input) {
		const { options, progress, signal } = input;
		const { tree } = localLab(input);
		const sources = ["components", "experiments", "lab", "monitoring"].map(
			(name) => join(input.root, "packages", name, "src"),
		);
		// Started before the roll-out, so that it misses no save during it.
		const saved = watchForSaves([tree, ...sources], signal);
		let result = await rollOut(input);
		if (!options.watch) return answer(result);
		progress.note(answer(result).text);
		progress.step("waiting for a save; Ctrl-C ends it");
		for await (const folders of saved) {
			// This process keeps the modules it has loaded: new sources need a new process.
			if (folders.some((folder) => folder !== tree)) await synth(input);
			result = await rollOut(input);
			progress.note(answer(result).text);
			progress.step("waiting for a save; Ctrl-C ends it");
		}
		return answer(result);
	},
});

interface RolledOut {
	readonly bundles: readonly BundleState[];
	readonly seconds: number;
}

async function rollOut(input: DeployInput): Promise<RolledOut> {
	const { options, progress, signal } = input;
	const { folder, tree } = localLab(input);
	const record = await runningReplica(input);
	const { fleet } = await replicaTools(progress, signal);
	const start = performance.now();
	const bundles = await withReplicaLock(folder, input, () =>
		deploy({
			folder,
			tree,
			program: fleet.path,
			charts: chartsFolder(options) ?? record.rollout?.charts,
			gitRepo: options.gitrepo || undefined,
			patienceMs: toMilliseconds(options.patience),
			progress,
			signal,
		}),
	);
	return { bundles, seconds: (performance.now() - start) / 1000 };
}

async function synth({ root, progress, signal }: Context): Promise<void> {
	progress.step("rendering the replica's tree");
	const [program, ...words] = launchCommand(
		join(root, "packages/cli/src/main.ts"),
	);
	const { exit, stderr } = await tryRun(
		program,
		[...words, "synth", "--env", "local"],
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
