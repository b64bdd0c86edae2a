import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { reasonOf, writeFileAtomically } from "@lab/core";
import {
	type Condition,
	type Dataset,
	holds,
	type Judgement,
	measures,
	type Plan,
	parseDocument,
	verdict as schema,
	type Validity,
	type Verdict,
} from "@lab/record";
import {
	isRunnerMeasure,
	type Observation,
	observeMeasure,
} from "./observe-measure.ts";
import type { RunFolder } from "./run-folder.ts";
import type { Work } from "./work.ts";

/**
 * Judges the conditions that need the dataset, which the runner cannot judge.
 * Returns one judgement for each condition, in order.
 */
export type Judge = (
	folder: string,
	plan: Plan,
	conditions: readonly Condition[],
) => Promise<Judgement[]>;

/** Determines the verdict of a run, and writes it and the summary for Git. */
export async function reachVerdict(work: Work, judge: Judge): Promise<Verdict> {
	const { folder, plan, log, options } = work;
	const judged = await judgeAll(
		work,
		[...plan.guards, ...plan.criteria],
		judge,
	);
	const guards = judged.slice(0, plan.guards.length);
	const criteria = judged.slice(plan.guards.length);
	const outcome = log.last("outcome") ?? { outcome: "failed" as const };
	const faults = [
		...(outcome.outcome === "succeeded"
			? []
			: [
					`${outcome.outcome}: ${"why" in outcome ? outcome.why : "unknown reason"}`,
				]),
		...log.all("invalidated").map(({ why }) => why),
		...log
			.all("not-collected")
			.map(({ what, why }) => `${what} not collected: ${why}`),
		...(await missingFiles(folder)),
		...guards.filter((one) => one.holds === "no").map(({ why }) => why),
	];
	const unknown = guards.filter((one) => one.holds === "unknown");
	const validity: Validity =
		faults.length > 0
			? "invalid"
			: unknown.length > 0
				? "inconclusive"
				: "valid";
	const verdict: Verdict = {
		run: folder.id,
		plan: plan.hash,
		outcome: outcome.outcome,
		validity,
		verdict: validity === "valid" ? answer(criteria) : "unjudged",
		reasons: [
			...faults,
			...unknown.map(({ why }) => why),
			...(criteria.length === 0
				? [
						`the plan has no criterion: ${plan.unjudged ?? "it gives no reason"}`,
					]
				: []),
			...criteria.filter((one) => one.holds !== "yes").map(({ why }) => why),
		],
		guards,
		criteria,
	};
	await writeFileAtomically(folder.verdict, JSON.stringify(verdict, null, 2));
	if (options.ledger !== undefined) {
		await writeFileAtomically(
			join(options.ledger, `${folder.id}.json`),
			`${JSON.stringify(summaryOf(work, verdict), null, "\t")}\n`,
		);
	}
	log.append("judged", {
		validity,
		verdict: verdict.verdict,
		reasons: verdict.reasons,
	});
	return verdict;
}

export const readVerdict = async (folder: RunFolder): Promise<Verdict> =>
	parseDocument(schema, await readFile(folder.verdict, "utf8"), folder.verdict);

function answer(criteria: readonly Judgement[]): Verdict["verdict"] {
	if (criteria.length === 0) return "inconclusive";
	if (criteria.some((one) => one.holds === "no")) return "fail";
	const open = criteria.filter((one) => one.holds === "unknown");
	if (open.length === 0) return "pass";
	return open.every(({ condition }) => condition.baseline !== undefined)
		? "no-baseline"
		: "inconclusive";
}

async function judgeAll(
	work: Work,
	conditions: readonly Condition[],
	judge: Judge,
): Promise<Judgement[]> {
	const theirs = conditions.filter(({ measure }) => !isRunnerMeasure(measure));
	const judged = await askJudge(work, theirs, judge);
	return conditions.map((condition) => {
		const { measure } = condition;
		return isRunnerMeasure(measure)
			? judgeObserved(condition, observeMeasure(work, measure))
			: (judged[theirs.indexOf(condition)] ??
					unknown(condition, "the analysis did not judge it"));
	});
}

async function askJudge(
	work: Work,
	conditions: readonly Condition[],
	judge: Judge,
): Promise<Judgement[]> {
	if (conditions.length === 0) return [];
	if (work.log.last("collected") === undefined) {
		return conditions.map((one) => unknown(one, "the run has no dataset"));
	}
	try {
		return await judge(work.folder.path, work.plan, conditions);
	} catch (error) {
		work.print(`the analysis failed: ${reasonOf(error)}`);
		return conditions.map((one) =>
			unknown(one, `the analysis failed: ${reasonOf(error)}`),
		);
	}
}

const unknown = (condition: Condition, why: string): Judgement => ({
	condition,
	holds: "unknown",
	why: `${condition.measure}: ${why}`,
});

function judgeObserved(condition: Condition, seen: Observation): Judgement {
	if (seen.observed === undefined) return unknown(condition, seen.why);
	const { unit } = measures[condition.measure];
	return {
		condition,
		observed: seen.observed,
		holds: holds(condition, seen.observed) ? "yes" : "no",
		why: `${condition.measure} is ${seen.observed} ${unit}: ${seen.why}`,
	};
}

async function missingFiles(folder: RunFolder): Promise<string[]> {
	const text = await readFile(folder.dataset, "utf8").catch(() => undefined);
	if (text === undefined) return [];
	return (JSON.parse(text) as Dataset).missing.map(
		({ what, why }) => `${what} is missing: ${why}`,
	);
}

/** Summary of a run for Git: its origin and its verdict, without data. */
const summaryOf = ({ folder, plan, log }: Work, verdict: Verdict) => ({
	run: folder.id,
	experiment: plan.experiment,
	plan: plan.hash,
	backend: plan.backend,
	seed: plan.seed,
	parameters: plan.parameters,
	provenance: plan.provenance,
	started: log.last("timeline-started")?.zero,
	outcome: verdict.outcome,
	validity: verdict.validity,
	verdict: verdict.verdict,
	reasons: verdict.reasons,
	dataset: log.last("collected")?.sha256,
});
