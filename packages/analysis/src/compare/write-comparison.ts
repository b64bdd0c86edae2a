import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { canonicalJson, writeFileAtomically } from "@lab/core";
import { labelled } from "../report/about/index.ts";
import { type Page, toHtml, toMarkdown } from "../report/html.ts";
import { toPng } from "../report/png.ts";
import type { RunFigures } from "../report/run-figures.ts";
import { runsShown, sideFacts, whatWasRun } from "../report/sections/index.ts";
import { plain } from "../report/write-report.ts";
import type { SidesComparison } from "./compare-sides.ts";
import {
	answers,
	effectTable,
	holdsOf,
	lacking,
	nameOf,
} from "./comparison-sections.ts";

/**
 * Writes a page of versions against each other: `compare.html`, `compare.md` with
 * its plots, and `compare.json`.
 *
 * @returns the names of the files
 */
export async function writeComparison(
	comparison: SidesComparison,
	folder: string,
): Promise<string[]> {
	await mkdir(folder, { recursive: true });
	const files: string[] = [];
	const put = async (name: string, content: string | Buffer) => {
		await writeFile(join(folder, name), content);
		files.push(name);
	};
	const { sides, pairs, answer } = comparison;
	const runs = labelled(sides.flatMap((side) => side.runs));
	const { comparisonPlots } = await import("./comparison-plots.ts");
	const plots = await comparisonPlots(comparison);
	const page: Page = {
		...headOf(comparison),
		verdict: {
			holds: holdsOf(answer),
			headline: headlines[answer],
			reasons: pairs.map((pair) =>
				[`${nameOf(pair)}: ${pair.result.answer}`, whyOf(pair.result)]
					.filter(Boolean)
					.join("; "),
			),
		},
		first: [
			answers(comparison),
			whatWasRun(runs),
			sideFacts(sides.map((side) => [side.name, side.runs])),
			...pairs.map(effectTable),
		].filter(({ rows }) => rows.length > 0),
		plots,
		details: [lacking(comparison), runsShown(inSides(comparison, runs))].filter(
			({ rows }) => rows.length > 0,
		),
	};
	await put("compare.html", toHtml(page));
	await put("compare.md", toMarkdown(page));
	for (const { name, svg } of plots) {
		await put(`${name}.svg`, svg);
		await put(`${name}.png`, toPng(svg));
	}
	await writeFileAtomically(
		join(folder, "compare.json"),
		canonicalJson(documentOf(comparison)),
	);
	files.push("compare.json");
	return files;
}

/** The comparison for programs; one pair answers with it. */
export const documentOf = ({ pairs, answer }: SidesComparison) =>
	plain({
		...(pairs.length === 1 && pairs[0]?.result),
		comparisons: pairs.map(({ base, candidate, result }) => ({
			name: { base: base.name, candidate: candidate.name },
			...result,
		})),
		answer,
	});

const headlines = {
	worse: "Worse",
	"not worse": "Not worse",
	inconclusive: "Inconclusive",
} as const;

function headOf({
	sides,
	pairs,
}: SidesComparison): Pick<Page, "title" | "subtitle"> {
	const [only] = pairs;
	const runs = sides.reduce((sum, side) => sum + side.runs.length, 0);
	const experiments = new Set(
		sides.flatMap((side) => side.runs.map(({ experiment }) => experiment)),
	);
	return {
		title:
			pairs.length === 1 && only !== undefined
				? nameOf(only)
				: `${pairs.length} comparisons of ${[...experiments].join(", ")}`,
		subtitle: `${runs} runs: ${sides.map(({ name, runs: mine }) => `${mine.length} of ${name}`).join("; ")}`,
	};
}

/** What a reader must know of a pair: what is worse, else what its runs cannot show. */
function whyOf({
	measures,
}: SidesComparison["pairs"][number]["result"]): string {
	const worse = measures.filter(({ direction }) => direction === "worse");
	const told =
		worse.length > 0
			? worse
			: measures.filter(
					({ primary, answer }) => primary && answer === "inconclusive",
				);
	const blind = measures.filter(
		({ answer, couldShow }) =>
			answer === "inconclusive" && couldShow === Number.POSITIVE_INFINITY,
	).length;
	return [
		...told.slice(0, 3).map(({ measure, reason }) => `${measure}: ${reason}`),
		...(told.length > 3 ? [`and ${told.length - 3} more`] : []),
		...(blind > 0
			? [`in ${blind} measures, so few runs show no change, however large`]
			: []),
	].join("; ");
}

/** Names the runs by their sides. */
const inSides = (
	{ sides }: SidesComparison,
	runs: readonly RunFigures[],
): RunFigures[] => {
	const names = sides.flatMap((side) =>
		side.runs.map((_, index) => `${side.name} #${index + 1}`),
	);
	return runs.map((run, index) => ({ ...run, label: names[index] as string }));
};
