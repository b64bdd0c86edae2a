import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { toSeconds, toYaml, tryRun } from "@lab/core";
import { describeNeeding } from "@lab/core/testing";
import {
	type Alert,
	isAlert,
	type RecordingRule,
	ruleGroups,
	toPrometheus,
} from "@lab/monitoring";
import { ensureTools } from "@lab/ops";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
	type AlertCase,
	alertCases,
	type Course,
	recordCases,
} from "./_rule-cases.ts";

const STEP_SECONDS = 15;
/** A quarter of an hour of health, twenty minutes of illness, and longer than any window of health again. */
const phases = { before: 60, ill: 80, after: 300 } as const;
const steps = (count: number): string => `${count * STEP_SECONDS}s`;

const rules = ruleGroups.flatMap(({ rules }): (Alert | RecordingRule)[] => [
	...rules,
]);
const alerts = rules.filter(isAlert);

/** A course in Prometheus's notation: start, growth, and how many steps more. */
function valuesOf({ kind, well, ill }: Course): string {
	if (kind === "gauge")
		return [
			`${well}x${phases.before - 1}`,
			`${ill}x${phases.ill - 1}`,
			`${well}x${phases.after - 1}`,
		].join(" ");
	const fell = phases.before * well;
	const rose = fell + phases.ill * ill;
	return [
		`0+${well}x${phases.before - 1}`,
		`${fell}+${ill}x${phases.ill - 1}`,
		`${rose}+${well}x${phases.after - 1}`,
	].join(" ");
}

const seriesOf = (courses: readonly Course[]) =>
	courses.map((course) => ({
		series: course.series,
		values: valuesOf(course),
	}));

function alertTest({ alert, courses, labels, summary }: AlertCase) {
	const rule = alerts.find((one) => one.alert === alert);
	if (rule === undefined) throw new Error(`no alert ${alert}`);
	const patience = toSeconds(rule.for) / STEP_SECONDS;
	const moments = {
		[phases.before - 4]: false,
		[phases.before + patience + 12]: true,
		[phases.before + phases.ill + phases.after - 4]: false,
	};
	return {
		interval: steps(1),
		input_series: seriesOf(courses),
		alert_rule_test: Object.entries(moments).map(([moment, fires]) => ({
			eval_time: steps(Number(moment)),
			alertname: alert,
			exp_alerts: fires
				? [
						{
							exp_labels: { ...labels, severity: rule.severity },
							exp_annotations: { summary, help: rule.help },
						},
					]
				: [],
		})),
	};
}

test("every rule has a case", () => {
	expect(new Set(alertCases.map(({ alert }) => alert))).toEqual(
		new Set(alerts.map(({ alert }) => alert)),
	);
	expect(recordCases.map(({ record }) => record)).toEqual(
		rules.flatMap((rule) => (isAlert(rule) ? [] : [rule.record])),
	);
});

describeNeeding(["go"], "the rules in Prometheus itself", () => {
	let promtool: string;
	let folder: string;
	beforeAll(async () => {
		folder = await mkdtemp(join(tmpdir(), "rules-"));
		const tools = await ensureTools(["promtool"], {
			progress: { step() {}, note() {} },
		});
		promtool = tools.promtool.path;
		await writeFile(
			join(folder, "rules.yaml"),
			toYaml({ groups: ruleGroups.map(toPrometheus) }),
		);
	}, 1_800_000);
	afterAll(() => rm(folder, { recursive: true }));

	async function outcome(one: object) {
		const path = join(folder, "test.yaml");
		await writeFile(
			path,
			toYaml({
				rule_files: ["rules.yaml"],
				evaluation_interval: steps(1),
				// A rate is extrapolated in floating point.
				fuzzy_compare: true,
				tests: [one],
			}),
		);
		const { exit, stdout, stderr } = await tryRun(
			promtool,
			["test", "rules", path],
			{ timeout: "1m" },
		);
		return { exit, words: stdout + stderr };
	}
	const passed = { exit: 0, words: expect.stringContaining("SUCCESS") };

	test.each(alertCases.map((one) => [one.alert, one] as const))(
		"%s is silent, fires with words for a person, and clears",
		async (_, one) => expect(await outcome(alertTest(one))).toEqual(passed),
	);

	test("a case whose alert does not fire is noticed", async () => {
		const [one] = alertCases;
		if (one === undefined) throw new Error("no cases");
		const healthy = one.courses.map((course) => ({
			...course,
			ill: course.well,
		}));
		const { exit } = await outcome(alertTest({ ...one, courses: healthy }));
		expect(exit).not.toBe(0);
	});

	test.each(recordCases.map((one) => [one.record, one] as const))(
		"%s has the value that it should",
		async (record, { courses, samples }) =>
			expect(
				await outcome({
					interval: steps(1),
					input_series: seriesOf(courses),
					promql_expr_test: [
						{
							expr: record,
							eval_time: steps(phases.before - 4),
							exp_samples: samples,
						},
					],
				}),
			).toEqual(passed),
	);
});
