import { resolve } from "node:path";
import {
	type Change,
	crdRuleFindings,
	differs,
	type RenderedTree,
	type Synth,
	synthTrees,
} from "@lab/bundles";
import {
	assertNoFaults,
	exitCode,
	type Finding,
	formatFinding,
	withoutRepeats,
} from "@lab/core";
import { type EnvironmentName, environments } from "@lab/lab";
import { type Answer, defineCommand } from "../command.ts";
import { leftToDo } from "../left-to-do.ts";
import { renderTreeOf } from "../render-tree.ts";
import { treeFolders } from "../tree-folders.ts";

interface Outcome extends Synth {
	readonly environment: EnvironmentName;
	readonly folder: string;
	readonly tree: RenderedTree;
}

export const command = defineCommand({
	options: [
		{
			flags: "--env <name>",
			description: "environment to render",
			choices: ["vaclab", "local", "all"],
			default: "all",
		},
		{
			flags: "--check",
			description: "write nothing; exit 1 and list what would change",
		},
		{ flags: "--diff", description: "show each change, object by object" },
		{
			flags: "--against <commit>",
			description:
				"write nothing; rehearse the change from a commit, branch or tag on a real API server, and exit 1 if it would refuse, delete or leave behind an object",
		},
		{
			flags: "--charts <folder>",
			description:
				"folder of chart archives for --against, <name>-<version>.tgz (default: $VACLAB_CHARTS)",
		},
		{
			flags: "--out <folder>",
			description: "folder to write to (default: this repository)",
		},
		{
			flags: "--accept-destructive",
			description: "continue although Fleet would delete something",
		},
		{
			flags: "--accept-refused",
			description:
				"continue although the cluster would refuse a change, until you replace the object by hand",
		},
	],
	details:
		"With --against, the tree of a commit is applied to a temporary API server and then the new one, object by object, with the charts that are at hand: 'pnpm synth --against HEAD' before a commit, 'pnpm synth --against origin/main' before a merge.",
	example: "pnpm synth --check --diff",
	async run({ options, root, progress, signal }) {
		const names = (
			options.env === "all" ? Object.keys(treeFolders) : [options.env]
		) as EnvironmentName[];
		const rendered = names.map((name) => {
			progress.step(`rendering ${name}`);
			return { name, tree: renderTreeOf(environments[name]) };
		});
		const warnings = assertNoFaults(
			withoutRepeats([
				...rendered.flatMap(({ tree }) => tree.findings),
				...(await crdRuleFindings(
					rendered.flatMap(({ tree }) => tree.bundles),
				)),
			]),
		);
		const check = options.check;
		const out = resolve(root, options.out ?? ".");
		const targets = rendered.map(({ name, tree }) => ({
			name,
			tree,
			folder: resolve(out, treeFolders[name]),
		}));
		if (options.against !== undefined) {
			const { against: ref, charts } = options;
			// Loaded on demand: the replica is large, and synth is called often.
			const { rehearseAgainst } = await import("../against.ts");
			const context = { root, progress, signal };
			return rehearseAgainst(targets, { ...context, ref, charts });
		}
		const done = await synthTrees(targets, {
			check,
			acceptDestructive: options.acceptDestructive,
			acceptRefused: options.acceptRefused,
			signal,
			onWait: (holder, folder) =>
				progress.step(`waiting for ${holder}, which writes ${folder}`),
		});
		const outcomes = done.map((one, index): Outcome => {
			const { name, tree } = rendered[index] as (typeof rendered)[number];
			return { ...one, environment: name, folder: treeFolders[name], tree };
		});
		const refused = withoutRepeats(outcomes.flatMap(({ refused }) => refused));
		const found = [
			...warnings,
			...refused.map((one) => ({ ...one, severity: "warning" as const })),
			...(await leftToDo(
				root,
				outcomes.find((one) => one.environment === "vaclab" && differs(one))
					?.tree,
			)),
		];
		return answer(outcomes, found, {
			check,
			diff: options.diff,
		});
	},
});

interface Shown {
	readonly check: boolean;
	readonly diff: boolean;
}

function answer(
	outcomes: readonly Outcome[],
	warnings: readonly Finding[],
	{ check, diff }: Shown,
): Answer {
	return {
		exit: check && outcomes.some(differs) ? exitCode.no : exitCode.done,
		document: {
			environments: outcomes.map(
				({ environment, folder, tree, changes, otherwise, written }) => ({
					environment,
					folder,
					written,
					bundles: tree.bundles.map(({ name, objects, fleetYaml }) => ({
						name,
						objects: objects.length,
						...(fleetYaml.helm?.chart && {
							chart: `${fleetYaml.helm.chart} ${fleetYaml.helm.version}`,
						}),
					})),
					changes,
					otherwise,
				}),
			),
			warnings,
		},
		text: [
			...warnings.map(formatFinding),
			...outcomes.map((outcome) => describe(outcome, { check, diff })),
		].join("\n"),
	};
}

function describe(outcome: Outcome, { check, diff }: Shown): string {
	const { folder, tree, changes, otherwise } = outcome;
	const verb = check ? "would change" : "changed";
	return [
		...(diff || check
			? [
					...changes.flatMap((change) => lines(change, diff)),
					...otherwise.map((path) => `~ ${path}: not as synth writes it`),
				]
			: []),
		[
			`${folder}: ${tree.bundles.length} bundles`,
			`${tree.files.size} files`,
			`${changes.length} objects ${verb}`,
			...(otherwise.length === 0
				? []
				: [
						`${otherwise.length} other path${otherwise.length === 1 ? "" : "s"} ${verb}`,
					]),
		].join(", "),
	].join("\n");
}

const SIGN = { add: "+", remove: "-", change: "~" } as const;

function lines(
	{ action, bundle, object, details, destroys }: Change,
	diff: boolean,
): string[] {
	return [
		`${SIGN[action]} ${bundle}: ${object}${destroys === undefined ? "" : `  (Fleet would delete ${destroys})`}`,
		...(diff ? details.map((detail) => `    ${detail}`) : []),
	];
}
