import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { canonicalJson, writeFileAtomically } from "@lab/core";
import { figuresWithRows } from "../figures/index.ts";
import type { Analysed } from "../ledger/index.ts";
import { figureSql, type Protocol, partsOf } from "../protocol/index.ts";
import {
	createViews,
	type Database,
	query,
	tablesOf,
	viewName,
} from "../tables/index.ts";
import { dateOf, labelled, lengthOf } from "./about/index.ts";
import { writeCsv, writeMetricCsvs } from "./csv.ts";
import { figuresOf, reportFigures } from "./figures.ts";
import { type Page, toHtml, toMarkdown } from "./html.ts";
import { judge } from "./judge.ts";
import { toJunit } from "./junit.ts";
import { toPng } from "./png.ts";
import { assertReplicates } from "./replicates.ts";
import type { RunFigures } from "./run-figures.ts";
import { sectionsOf } from "./sections/index.ts";
import { verdictOf, verdictText } from "./verdict-of.ts";

export interface Report {
	readonly folder: string;
	readonly files: readonly string[];
	readonly runs: readonly RunFigures[];
	/** `no` if any condition of any run does not hold. */
	readonly holds: "yes" | "no" | "unknown";
	readonly text: string;
}

export interface ReportOptions {
	readonly protocols: readonly Protocol[];
	readonly onStep?: (text: string) => void;
	/** Runs of each baseline, by the name that conditions use. */
	readonly baselines?: Readonly<Record<string, readonly Analysed[]>>;
	/** Whether the runs of a baseline may have different plans. @default false */
	readonly mixedPlans?: boolean;
}

/**
 * Writes `report.html`, `report.md` with its plots, `junit.xml`,
 * `report.json` and CSVs.
 *
 * @throws LabError `same-run`, `mixed-plans`
 */
export async function writeReport(
	database: Database,
	runs: readonly Analysed[],
	folder: string,
	{
		protocols,
		onStep = () => {},
		baselines = {},
		mixedPlans = false,
	}: ReportOptions,
): Promise<Report> {
	await mkdir(folder, { recursive: true });
	const files: string[] = [];
	const put = async (name: string, content: string | Buffer) => {
		await writeFile(join(folder, name), content);
		files.push(name);
	};
	const read: RunFigures[] = [];
	for (const analysed of runs) {
		onStep(`reading the tables of ${analysed.run}`);
		read.push(await figuresOf(database, analysed, protocols));
		files.push(...(await writeCsvs(database, analysed, folder, protocols)));
	}
	const bases: Record<string, RunFigures[]> = {};
	for (const [name, base] of Object.entries(baselines)) {
		onStep(`reading the baseline ${name}`);
		bases[name] = [];
		for (const one of base)
			bases[name].push(await figuresOf(database, one, protocols));
	}
	assertReplicates([{ name: "report", runs: read }], { mixedPlans: true });
	for (const [name, base] of Object.entries(bases))
		assertReplicates([{ name: `baseline '${name}'`, runs: base }], {
			mixedPlans,
		});
	const figures = labelled(read).map((run) => ({
		...run,
		judgements: judge(
			run,
			run.judgements.map(({ condition }) => condition),
			{
				baselines: bases,
				ofPlan: read.filter(({ plan }) => plan === run.plan),
			},
		),
	}));
	onStep("drawing the plots");
	const { plotsOf } = await import("./plots/plots-of.ts");
	const plots = await plotsOf(figures, protocols);
	const verdict = verdictOf(figures);
	const page: Page = {
		...headOf(figures),
		verdict: {
			...verdict,
			reasons: verdict.reasons.map(({ label, why }) =>
				figures.length === 1 ? why : `${label}: ${why}`,
			),
		},
		...sectionsOf(figures, reportFigures(protocols)),
		plots,
	};
	await put("report.html", toHtml(page));
	await put("report.md", toMarkdown(page));
	for (const { name, svg } of plots) {
		await put(`${name}.svg`, svg);
		await put(`${name}.png`, toPng(svg));
	}
	await put("junit.xml", toJunit(figures));
	await writeFileAtomically(
		join(folder, "report.json"),
		canonicalJson(plain(figures)),
	);
	files.push("report.json");
	return {
		folder,
		files,
		runs: figures,
		holds: verdict.holds,
		text: verdictText(verdict),
	};
}

/** Title and subtitle: what was run, when, and for how long. */
function headOf(runs: readonly RunFigures[]): Pick<Page, "title" | "subtitle"> {
	const [first] = runs;
	if (runs.length !== 1 || first === undefined) {
		const names = [...new Set(runs.map(({ about }) => about.name))];
		return {
			title: `${runs.length} runs of ${names.slice(0, 3).join(", ")}${names.length > 3 ? ` and ${names.length - 3} more` : ""}`,
			subtitle: `${nodesAnd(runs)}`,
		};
	}
	const { about, run } = first;
	return {
		title: about.name,
		subtitle: [
			`Run ${run}`,
			about.started === undefined ? [] : dateOf(about.started),
			about.lengthNs === undefined ? [] : lengthOf(about.lengthNs),
			nodesAnd(runs),
		]
			.flat()
			.join(" · "),
	};
}

/** `12 nodes, 20 messages`, or the range over the runs. */
function nodesAnd(runs: readonly RunFigures[]): string {
	const range = (values: readonly number[]) => {
		const [low, high] = [Math.min(...values), Math.max(...values)];
		return low === high ? `${low}` : `${low} to ${high}`;
	};
	return `${range(runs.map(({ nodes }) => nodes))} nodes, ${range(runs.map(({ messages }) => messages))} messages`;
}

/** Converts bigints to strings, since JSON numbers are exact only up to 2^53. */
export const plain = <T>(value: T): T =>
	JSON.parse(
		JSON.stringify(value, (_, item) =>
			typeof item === "bigint" ? String(item) : item,
		),
	);

async function writeCsvs(
	database: Database,
	{ tables, run }: Analysed,
	folder: string,
	protocols: readonly Protocol[],
): Promise<string[]> {
	const views = await createViews(database, tables, run);
	const names = {
		missing: "missing",
		nodes: "latency-by-node",
		messages: "latency-by-message",
		"cross-check": "cross-check",
	};
	const files: string[] = [];
	for (const [name, stem] of Object.entries(names)) {
		const file = `csv/${run}/${name}.csv`;
		await writeCsv(database, join(folder, file), query(stem));
		files.push(file);
	}
	for (const figure of await figuresWithRows(
		database,
		reportFigures(protocols),
		views,
	)) {
		const file = `csv/${run}/${figure.name}.csv`;
		await writeCsv(database, join(folder, file), figureSql(figure));
		files.push(file);
	}
	for (const one of partsOf(protocols, ({ exports }) => exports)) {
		if (!views.includes(viewName(one.needs))) continue;
		const file = `csv/${run}/${one.name}.csv`;
		await writeCsv(database, join(folder, file), figureSql(one));
		files.push(file);
	}
	if ((await tablesOf(tables, run)).includes("samples")) {
		files.push(
			...(
				await writeMetricCsvs(database, join(folder, "csv/metrics"), run)
			).map((path) => path.slice(folder.length + 1)),
		);
	}
	return files;
}
