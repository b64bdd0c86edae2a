import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { canonicalJson, writeFileAtomically } from "@lab/core";
import {
	figureSql,
	figuresWithRows,
	protocolFigures,
} from "../figures/index.ts";
import type { Analysed } from "../ledger/index.ts";
import {
	createViews,
	type Database,
	query,
	tablesOf,
} from "../tables/index.ts";
import { writeCsv, writeMetricCsvs } from "./csv.ts";
import { figuresOf, type RunFigures } from "./figures.ts";
import { type Page, toHtml, toMarkdown } from "./html.ts";
import { judge } from "./judge.ts";
import { toJunit } from "./junit.ts";
import { plotsOf } from "./plots/index.ts";
import { toPng } from "./png.ts";
import { sectionsOf } from "./sections.ts";

export interface Report {
	readonly folder: string;
	readonly files: readonly string[];
	readonly runs: readonly RunFigures[];
	/** `no` as soon as one condition of one run does not hold. */
	readonly holds: "yes" | "no" | "unknown";
	readonly text: string;
}

/**
 * Writes `report.html`, `report.md` with its pictures, `junit.xml`,
 * `report.json` and CSVs.
 *
 * @param baselines runs by the name that conditions call them by
 */
export async function writeReport(
	database: Database,
	runs: readonly Analysed[],
	folder: string,
	onStep: (text: string) => void = () => {},
	baselines: Readonly<Record<string, readonly Analysed[]>> = {},
): Promise<Report> {
	await mkdir(folder, { recursive: true });
	const files: string[] = [];
	const put = async (name: string, content: string | Buffer) => {
		await writeFile(join(folder, name), content);
		files.push(name);
	};
	const alone: RunFigures[] = [];
	for (const analysed of runs) {
		onStep(`reading the tables of ${analysed.run}`);
		alone.push(await figuresOf(database, analysed));
		files.push(...(await writeCsvs(database, analysed, folder)));
	}
	const bases: Record<string, RunFigures[]> = {};
	for (const [name, base] of Object.entries(baselines)) {
		onStep(`reading the baseline ${name}`);
		bases[name] = [];
		for (const one of base) bases[name].push(await figuresOf(database, one));
	}
	const figures = alone.map((run) => ({
		...run,
		judgements: judge(
			run,
			run.judgements.map(({ condition }) => condition),
			{
				baselines: bases,
				ofPlan: alone.filter(({ plan }) => plan === run.plan),
			},
		),
	}));
	onStep("drawing");
	const plots = await plotsOf(figures);
	const { holds, text } = verdictOf(figures);
	const page: Page = {
		title:
			figures.length === 1
				? `Run ${figures[0]?.run}`
				: `${figures.length} runs`,
		verdict: { holds, text },
		sections: sectionsOf(figures),
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
	return { folder, files, runs: figures, holds, text };
}

/** JSON has no whole numbers beyond 2^53: they become text. */
export const plain = <T>(value: T): T =>
	JSON.parse(
		JSON.stringify(value, (_, held) =>
			typeof held === "bigint" ? String(held) : held,
		),
	);

async function writeCsvs(
	database: Database,
	{ tables, run }: Analysed,
	folder: string,
): Promise<string[]> {
	const views = await createViews(database, tables, run);
	const names = {
		missing: "missing",
		nodes: "latency-by-node",
		messages: "latency-by-message",
		"cross-check": "cross-check",
	};
	const files: string[] = [];
	for (const [name, asked] of Object.entries(names)) {
		const file = `csv/${run}/${name}.csv`;
		await writeCsv(database, join(folder, file), query(asked));
		files.push(file);
	}
	for (const figure of await figuresWithRows(
		database,
		protocolFigures,
		views,
	)) {
		const file = `csv/${run}/${figure.name}.csv`;
		await writeCsv(database, join(folder, file), figureSql(figure));
		files.push(file);
	}
	if (views.includes("libp2p_received")) {
		// 10ksim's received.csv and sent.csv.
		await writeCsv(
			database,
			join(folder, `csv/${run}/received.csv`),
			'SELECT stream AS "kubernetes.pod_name", msgId, sentAt, current, delayMs FROM libp2p_received ORDER BY msgId, stream',
		);
		files.push(`csv/${run}/received.csv`);
	}
	if (views.includes("libp2p_sent")) {
		await writeCsv(
			database,
			join(folder, `csv/${run}/sent.csv`),
			'SELECT stream AS "kubernetes.pod_name", msgId, "timestamp" FROM libp2p_sent ORDER BY msgId, stream',
		);
		files.push(`csv/${run}/sent.csv`);
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

function verdictOf(
	runs: readonly RunFigures[],
): Pick<Report, "holds" | "text"> {
	const of = (holds: string) =>
		runs.flatMap(({ run, judgements }) =>
			judgements
				.filter((one) => one.holds === holds)
				.map(({ why }) => `${run}: ${why}`),
		);
	const failed = [
		...of("no"),
		...runs.flatMap(
			({ run, lineCount: { unparsed, cut, lost = 0, silent = [] } }) => [
				...(unparsed > 0
					? [`${run}: ${unparsed} lines could not be read`]
					: []),
				...(lost > 0 ? [`${run}: the collector lost ${lost} lines`] : []),
				...(silent.length > 0
					? [
							`${run}: ${silent.length} nodes fell silent: ${silent.slice(0, 5).join(", ")}`,
						]
					: []),
				...(cut > 0 ? [`${run}: ${cut} log files end within a line`] : []),
			],
		),
	];
	if (failed.length > 0)
		return { holds: "no", text: `Does not hold: ${failed.join("; ")}` };
	const unknown = of("unknown");
	if (unknown.length > 0)
		return { holds: "unknown", text: `Cannot be told: ${unknown.join("; ")}` };
	const judged = runs.reduce(
		(sum, { judgements }) => sum + judgements.length,
		0,
	);
	return judged === 0
		? { holds: "unknown", text: "No run has a criterion." }
		: { holds: "yes", text: `All ${judged} conditions hold.` };
}
