import { resolve } from "node:path";
import { type Change, prepareSynth, type RenderedTree } from "@lab/bundles";
import {
	assertNoFaults,
	exitCode,
	type Finding,
	formatFinding,
} from "@lab/core";
import { type EnvironmentName, environments } from "@lab/lab";
import type { Answer, Command } from "../command.ts";
import { renderTreeOf } from "../render-tree.ts";

/** Where the tree of each environment lies, below the root of the repository. */
export const treeFolders = {
	vaclab: "fleet",
	local: "local-lab/fleet",
} as const satisfies Record<EnvironmentName, string>;

interface Outcome {
	readonly changes: readonly Change[];
	readonly written: boolean;
	readonly environment: EnvironmentName;
	readonly folder: string;
	readonly tree: RenderedTree;
}

export const command: Command = {
	summary: "Render the Fleet bundles of the lab",
	options: [
		{
			flags: "--env <name>",
			description: "which lab to render",
			choices: ["vaclab", "local", "all"],
			default: "all",
		},
		{
			flags: "--check",
			description: "write nothing; exit 1 and say what would change",
		},
		{ flags: "--diff", description: "show each change, object by object" },
		{
			flags: "--out <folder>",
			description: "where to write, instead of this repository",
		},
		{
			flags: "--accept-destructive",
			description: "go on where Fleet would delete something",
		},
	],
	example: "pnpm synth --check --diff",
	async run({ options, root, progress }) {
		const names = (
			options.env === "all" ? Object.keys(treeFolders) : [options.env]
		) as EnvironmentName[];
		const rendered = names.map((name) => {
			progress.step(`rendering ${name}`);
			return { name, tree: renderTreeOf(environments[name]) };
		});
		const warnings = assertNoFaults(
			withoutRepeats(rendered.flatMap(({ tree }) => tree.findings)),
		);
		const check = options.check === true;
		const out = resolve(root, String(options.out ?? "."));
		const acceptDestructive = options.acceptDestructive === true;
		// All are judged before any is written.
		const prepared = await Promise.all(
			rendered.map(async ({ name, tree }) => ({
				environment: name,
				folder: treeFolders[name],
				tree,
				...(await prepareSynth(tree, resolve(out, treeFolders[name]), {
					check,
					acceptDestructive,
				})),
			})),
		);
		const outcomes: Outcome[] = [];
		for (const { write, ...rest } of prepared) {
			outcomes.push({ ...rest, written: check ? false : await write() });
		}
		return answer(outcomes, warnings, {
			check,
			diff: options.diff === true,
		});
	},
};

/** Most faults stand in both environments; each is told once. */
function withoutRepeats(findings: readonly Finding[]): Finding[] {
	return [
		...new Map(
			findings.map((finding) => [formatFinding(finding), finding]),
		).values(),
	];
}

interface Shown {
	readonly check: boolean;
	readonly diff: boolean;
}

function answer(
	outcomes: readonly Outcome[],
	warnings: readonly Finding[],
	{ check, diff }: Shown,
): Answer {
	const changes = outcomes.flatMap((outcome) => outcome.changes);
	return {
		exit: check && changes.length > 0 ? exitCode.no : exitCode.done,
		document: {
			environments: outcomes.map(
				({ environment, folder, tree, changes, written }) => ({
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
	const { folder, tree, changes } = outcome;
	const verb = check ? "would change" : "changed";
	return [
		...(diff || check ? changes.flatMap((change) => lines(change, diff)) : []),
		`${folder}: ${tree.bundles.length} bundles, ${tree.files.size} files, ${changes.length} objects ${verb}`,
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
