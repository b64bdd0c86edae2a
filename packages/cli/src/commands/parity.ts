import { join, resolve } from "node:path";
import process from "node:process";
import {
	exitCode,
	type Finding,
	formatFinding,
	LabError,
	readTree,
	writeFileAtomically,
} from "@lab/core";
import { environments } from "@lab/lab";
import {
	countsOf,
	countTable,
	describeRow,
	formatRecordedTree,
	type Measure,
	measure,
	type Parity,
	parityOf,
	predecessorOf,
	readBundles,
	recordedTreeFile,
} from "@lab/parity";
import { chartViews } from "../chart-views.ts";
import { defineCommand } from "../command.ts";
import { ourMeasure } from "../our-measure.ts";
import { renderTreeOf } from "../render-tree.ts";
import { vaclab2Parity } from "../reports.ts";

export const command = defineCommand({
	arguments: [
		{
			name: "<folder>",
			description: "tree of Fleet bundles of another lab, such as its 'fleet'",
		},
	],
	options: [
		{
			flags: "--charts <folder>",
			description:
				"folder with its charts, <name>-<version>.tgz or unpacked, tried before the repositories (default: $VACLAB_CHARTS)",
		},
		{
			flags: "--record <commit>",
			description:
				"record what was measured as this commit of the lab, for 'pnpm lab report parity'",
		},
	],
	details:
		"Compares objects, panels, alerts, scrape jobs and every setting. Exit code 1: something that the other lab has is lost or differs here, and nobody has written down why (packages/parity/src/<lab>/).",
	example: "pnpm lab parity ../vaclab-2/fleet --charts ~/charts",
	async run({ args: [folder], options, root, progress, signal }) {
		const path = resolve(root, folder);
		const bundles = readBundles(await readTree(path), folder);
		const lab = predecessorOf(bundles);
		if (options.record !== undefined && lab === undefined)
			throw notOfALab(folder);
		const charts = options.charts ?? process.env.VACLAB_CHARTS;
		const views = await chartViews(
			bundles.filter(({ parked }) => !parked),
			charts ? resolve(root, charts) : undefined,
			{ progress, signal },
		);
		const theirs = measure(
			bundles,
			(bundle) => views.get(bundle) ?? { how: "values", objects: [] },
		);
		if (options.record !== undefined && lab !== undefined)
			await writeFileAtomically(
				join(root, recordedTreeFile(lab.name)),
				formatRecordedTree({ commit: options.record, measure: theirs }),
			);
		progress.step("measuring our tree");
		const ours = ourMeasure(renderTreeOf(environments.vaclab));
		const { renames = [], reasons = [] } = lab ?? {};
		const parity = parityOf(theirs, ours, { renames, reasons });
		const { unexplained } = parity;
		const stale = lab === undefined ? [] : staleIn(parity);
		const counts = countsOf(parity);
		const fine = unexplained.length === 0 && stale.length === 0;
		return {
			exit: fine ? exitCode.done : exitCode.no,
			document: {
				lab: lab?.name ?? null,
				counts,
				unexplained,
				explained: parity.reasons.flatMap(({ why, owner, explains }) =>
					explains.map((row) => ({ ...row, why, owner })),
				),
				gained: parity.gained,
				stale,
				unread: unreadOf(theirs),
			},
			text: [
				...unreadOf(theirs).map((one) => `not read: ${one}`),
				...unexplained.map(describeRow),
				...stale.map(formatFinding),
				countTable(counts, lab?.name ?? "there"),
				`${unexplained.length} unexplained differences, ${stale.length} reasons that explain nothing`,
			].join("\n"),
		};
	},
});

/** Reasons that explain nothing, neither in this tree nor in the recorded one: of this one, charts may not be at hand. */
function staleIn({ stale }: Parity): readonly Finding[] {
	const recorded = new Set(vaclab2Parity().stale.map(({ where }) => where));
	return stale.filter(({ where }) => recorded.has(where));
}

/** What the comparison does not see. */
const unreadOf = ({ unread, releases }: Measure): string[] => [
	...unread.map(({ bundle, what }) => `${bundle}: ${what}`),
	...releases.flatMap(({ release, chart, version, how, why, defaults }) => [
		...(how === "rendered"
			? []
			: [
					`${release}: what ${chart} ${version} creates is ${how === "recorded" ? "recorded by name" : "not known"}${why === undefined ? "" : `, since ${why}`}`,
				]),
		...(defaults
			? []
			: [
					`${release}: the defaults of ${chart} ${version}; differences below may only repeat them`,
				]),
	]),
];

const notOfALab = (folder: string): LabError =>
	new LabError({
		code: "unknown-lab",
		what: "its bundles are not those of a lab that is compared with ours",
		where: folder,
		help: "add the lab to previousLabs in packages/lab/src/previous-lab.ts and to packages/parity/src/registry.ts, or measure without --record",
	});
