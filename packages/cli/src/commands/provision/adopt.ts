import { join, resolve } from "node:path";
import { exitCode, LabError, suggestion, toMilliseconds } from "@lab/core";
import { fleet, type PreviousLab, previousLabs } from "@lab/lab";
import {
	type Action,
	type Adoption,
	adopt,
	crdsAtHand,
	planAdoption,
} from "@lab/provision";
import { KubeApi, readBundles } from "@lab/replica";
import { type Answer, defineCommand } from "../../command.ts";

export const command = defineCommand({
	arguments: [
		{
			name: "<lab>",
			description: `lab that runs in the cluster: ${Object.keys(previousLabs).join(", ")}`,
		},
	],
	options: [
		{ flags: "--check", description: "change nothing; show what remains" },
		{
			flags: "--kubeconfig <file>",
			description: "kubeconfig of the cluster, with a client certificate",
		},
		{
			flags: "--tree <folder>",
			description: "rendered tree that will be rolled out",
			default: fleet.path,
		},
		{
			flags: "--patience <duration>",
			description: "time to wait for Fleet",
			default: "10m",
		},
	],
	example: "pnpm provision adopt vaclab-2 --kubeconfig k3s.yaml --check",
	async run({ args: [name], options, root, progress, signal }) {
		const previous = labCalled(name);
		if (options.kubeconfig === undefined)
			throw new LabError({
				code: "no-kubeconfig",
				what: "no kubeconfig is given, and none is taken by default: an adoption changes the cluster",
				where: "--kubeconfig",
				help: "copy /etc/rancher/k3s/k3s.yaml from a server, and set its address",
				exit: exitCode.wrongInput,
			});
		const all = await readBundles(resolve(root, options.tree));
		const bundles = all
			// Parked until a run; nothing of them exists before.
			.filter(({ folder }) => !folder.startsWith("experiments/"))
			.map(({ name: bundle, fleetYaml, objects }) => ({
				name: bundle,
				namespace: fleetYaml.defaultNamespace ?? "default",
				...(fleetYaml.helm?.chart && { chart: fleetYaml.helm.chart }),
				objects,
			}));
		if (bundles.length === 0)
			throw new LabError({
				code: "empty-tree",
				what: "the tree has no bundles",
				where: join(root, options.tree),
				help: "render it: pnpm synth",
				exit: exitCode.wrongInput,
			});
		const cluster = await KubeApi.from(resolve(options.kubeconfig));
		try {
			const input = {
				cluster,
				previous,
				bundles,
				crds: crdsAtHand(bundles),
				patienceMs: toMilliseconds(options.patience),
				progress,
				signal,
			};
			const adoption = await (options.check
				? planAdoption(input)
				: adopt(input));
			return answer(adoption, options.check);
		} finally {
			cluster.close();
		}
	},
});

function labCalled(name: string): PreviousLab {
	const known: Readonly<Record<string, PreviousLab>> = previousLabs;
	const found = Object.hasOwn(known, name) ? known[name] : undefined;
	if (found !== undefined) return found;
	throw new LabError({
		code: "unknown-lab",
		what: `there is no lab '${name}' to adopt`,
		where: "packages/lab/src/previous-lab.ts",
		help: suggestion(name, Object.keys(previousLabs)),
		exit: exitCode.wrongInput,
	});
}

/** Done only if nothing remains; whoever only looked gets a no if something does. */
function answer({ state, steps }: Adoption, check: boolean): Answer {
	const document = {
		state,
		check,
		steps: steps.map(({ step, actions }) => ({
			name: step.name,
			purpose: step.purpose,
			actions: actions.map((action) => ({
				what: action.what,
				why: action.why,
				...("act" in action ? {} : { help: action.help, by: action.by }),
			})),
		})),
	};
	return {
		exit: state === "done" ? exitCode.done : exitCode.no,
		document,
		text: [
			...steps.flatMap(({ step, actions }, at) => [
				`${at + 1}. ${step.name}: ${step.purpose}${actions.length === 0 ? ", already so" : ""}`,
				...actions.flatMap((action) => describe(action, check)),
			]),
			"",
			lastWords(state, check),
		].join("\n"),
	};
}

const describe = (action: Action, check: boolean): string[] => {
	const verb = "by" in action ? action.by : check ? "would" : "did";
	return [
		`   ${verb.padEnd(6)}  ${action.what}`,
		`           ${action.why}`,
		...("by" in action ? [`           ${action.help}`] : []),
	];
};

function lastWords(state: Adoption["state"], check: boolean): string {
	if (state === "blocked")
		return "nothing was changed: do what is marked 'first'";
	if (state === "done") return "nothing remains";
	return check
		? "the same command without --check does what it can"
		: "next: do what is marked 'later', then run this command again: 'pnpm provision cluster' points Fleet at this repository";
}
