import { join } from "node:path";
import { exitCode, LabError } from "@lab/core";
import { experiments, runsOn } from "@lab/experiments";
import {
	folderAt,
	type Rehearsal,
	rehearse,
	waitUntilEmpty,
	withPlane,
} from "@lab/ops";
import type { Plan } from "@lab/record";
import type { Command, Input } from "../command.ts";
import { planOptions } from "../experiment/plan-named.ts";
import { readAskedPlan } from "../experiment/start-run.ts";

export const command: Command = {
	summary: "Try the objects of experiments on a real API server and scheduler",
	arguments: [
		{
			name: "[plans...]",
			description:
				"experiments by name, or plans' files; none: all that run on a cluster",
		},
	],
	options: [
		{
			flags: "--times <count>",
			description: "how often each machine of the lab stands there",
			default: "1",
		},
		...planOptions.filter(({ flags }) => !flags.startsWith("--backend")),
	],
	example: "pnpm experiment rehearse nimlibp2p --set nodes=1000",
	async run(input) {
		const plans = await plansOf(input);
		const { progress, signal, root } = input;
		const rehearsals = await withPlane(
			{
				folder: folderAt(join(root, ".lab/rehearsal")),
				times: countOf(input.options.times),
				progress,
				signal,
			},
			async (api) => {
				const done: Rehearsal[] = [];
				for (const [index, plan] of plans.entries()) {
					const before = plans[index - 1];
					if (before !== undefined) await waitUntilEmpty(api, before, signal);
					progress.step(`${plan.name}: giving its objects`);
					done.push(await rehearse(api, plan, { progress, signal }));
				}
				return done;
			},
		);
		const good = rehearsals.every(isGood);
		return {
			exit: good ? exitCode.done : exitCode.no,
			document: { good, rehearsals },
			text: rehearsals.map(rehearsalText).join("\n"),
		};
	},
};

async function plansOf(input: Input): Promise<Plan[]> {
	const onCluster = {
		...input,
		options: { ...input.options, backend: "cluster" },
	};
	const asked =
		input.args.length > 0
			? input.args
			: experiments
					.filter((experiment) => runsOn(experiment, "cluster"))
					.map(({ name }) => name);
	const plans: Plan[] = [];
	for (const name of asked)
		plans.push(await readAskedPlan(name, input, onCluster));
	const elsewhere = plans.find(({ cluster }) => cluster === undefined);
	if (elsewhere === undefined) return plans;
	throw new LabError({
		code: "no-objects",
		what: `${elsewhere.name} is planned for processes and has no objects`,
		where: elsewhere.name,
		help: "plan it with --backend cluster",
	});
}

function countOf(given: unknown): number {
	const count = Number(given);
	if (Number.isInteger(count) && count > 0) return count;
	throw new LabError({
		code: "wrong-setting",
		what: `'${String(given)}' is not a count`,
		where: "--times",
		help: "write a whole number from 1",
	});
}

const isGood = ({ pods, bound, refused }: Rehearsal): boolean =>
	bound >= pods && refused.length === 0;

const rehearsalText = ({
	name,
	pods,
	bound,
	seconds,
	refused,
	unfit,
	load,
}: Rehearsal): string =>
	[
		`${name}: ${bound} of ${pods} pods bound in ${seconds.toFixed(1)} s, ${load.requests} requests (${load.most
			.slice(0, 3)
			.map(({ what, requests }) => `${what} ${requests}`)
			.join(", ")})`,
		...refused.map(({ object, why }) => `  ${object} is refused: ${why}`),
		...unfit.map((one) => `  ${one.pods} pods do not fit: ${one.why}`),
	].join("\n");
