import { exitCode, LabError } from "@lab/core";
import { experiments, runsOn } from "@lab/experiments";
import type { Plan } from "@lab/record";
import type { Rehearsal } from "@lab/replica";
import { rehearsePlans } from "@lab/runs";
import { type Context, defineCommand, type OptionsOf } from "../../command.ts";
import { placeOptions, settingOptions } from "./_options.ts";
import { readPlan } from "./_plans.ts";

const [, environmentOption] = placeOptions;

const options = [
	{
		flags: "--times <count>",
		description: "copies of each machine of the lab to schedule on",
		default: "1",
	},
	...settingOptions,
	environmentOption,
] as const;

export const command = defineCommand({
	arguments: [
		{
			name: "[plans...]",
			description:
				"names of experiments, or files of plans (default: all experiments that run on a cluster)",
		},
	],
	options,
	example: "pnpm experiment rehearse nimlibp2p --set nodes=1000",
	async run(input) {
		const plans = await plansOf(input);
		const rehearsals = await rehearsePlans(plans, input.options.times, input);
		const good = rehearsals.every(isGood);
		return {
			exit: good ? exitCode.done : exitCode.no,
			document: { good, rehearsals },
			text: rehearsals.map(rehearsalText).join("\n"),
		};
	},
});

async function plansOf(
	input: Context & {
		readonly args: readonly string[];
		readonly options: OptionsOf<typeof options>;
	},
): Promise<Plan[]> {
	const asked =
		input.args.length > 0
			? input.args
			: experiments
					.filter((experiment) => runsOn(experiment, "cluster"))
					.map(({ name }) => name);
	const plans: Plan[] = [];
	for (const name of asked) plans.push(await readPlan(name, input, "cluster"));
	const elsewhere = plans.find(({ cluster }) => cluster === undefined);
	if (elsewhere === undefined) return plans;
	throw new LabError({
		code: "no-objects",
		what: `${elsewhere.name} is planned for the backend 'process' and has no objects`,
		where: elsewhere.name,
		help: "plan it with --backend cluster",
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
