import { randomBytes } from "node:crypto";
import { exitCode, toMilliseconds } from "@lab/core";
import {
	type BroughtUp,
	bringUp,
	chooseMode,
	modes,
	readRecord,
	switchable,
} from "@lab/replica";
import { type Answer, defineCommand } from "../../command.ts";
import { paint } from "../../output.ts";
import {
	chartsFolder,
	chartsOption,
	describeBundles,
	describeEndpoints,
	gitRepoOption,
	localLab,
	patienceOption,
	statusInput,
} from "./_local-lab.ts";

export const command = defineCommand({
	options: [
		{
			flags: "--mode <name>",
			description:
				"k3d: containers in a Docker engine; embedded: processes; auto: k3d if a suitable engine answers",
			choices: modes,
			default: "auto",
		},
		chartsOption,
		gitRepoOption,
		{
			flags: "--public [address]",
			description:
				"let other machines read the endpoints, with a token that is shown once; listens on all interfaces unless an address is given",
		},
		{
			flags: "--no-deploy",
			description: "do not roll out the lab's bundles",
		},
		{
			flags: "--without <program>",
			description: `do not run a bundle's program (${switchable.join(", ")}); remembered; repeatable`,
			repeatable: true,
		},
		{
			flags: "--with <program>",
			description: "run a program again after --without; repeatable",
			repeatable: true,
		},
		patienceOption,
	],
	example: "pnpm local-lab up --charts ../charts",
	async run(input) {
		const { options, progress, signal } = input;
		const { folder, tree } = localLab(input);
		const { env, settings } = await statusInput(input);
		const exposed = await exposure(folder, options.public);
		const asked = options.mode;
		const { mode, reason } = await chooseMode(folder, asked);
		if (asked === "auto") progress.step(`mode ${mode}: ${reason}`);
		const start = performance.now();
		const result = await bringUp({
			folder,
			mode,
			tree,
			env,
			settings,
			charts: chartsFolder(options),
			gitRepo: options.gitrepo || undefined,
			rollOut: options.deploy,
			patienceMs: toMilliseconds(options.patience),
			progress,
			signal,
			switches: { off: options.without, on: options.with },
			...(exposed && { exposed: exposed.entry }),
		});
		return describe(
			result,
			(performance.now() - start) / 1000,
			exposed?.fresh === true ? exposed.entry.token : undefined,
		);
	},
});

/** Address and token for other machines. Once public, the endpoints stay public until `down`; the token is generated once. */
async function exposure(
	folder: Parameters<typeof readRecord>[0],
	asked: string | true | undefined,
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
				? `the replica is running (${status.mode})`
				: `the replica is up after ${seconds.toFixed(1)} s (${status.mode}, ${started.length} programs started)`,
			...describeEndpoints(status),
			...(status.bundles.length > 0 ? describeBundles(status.bundles) : []),
			...drift.map((line) => paint("yellow", line)),
			...(token === undefined
				? []
				: [`token for other machines, shown only now: ${token}`]),
		].join("\n"),
	};
}
