import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { toSeconds, toYaml, tryRun } from "@lab/core";
import { describeNeeding } from "@lab/core/testing";
import {
	type Alert,
	isAlert,
	type RecordingRule,
	type RuleGroup,
	ruleGroups,
	toPrometheus,
} from "@lab/monitoring";
import { ensureTools } from "@lab/toolchain";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
	type AlertCase,
	alertCases,
	type InputSeries,
	recordCases,
} from "./_rule-cases.ts";

const STEP_SECONDS = 15;
const MINUTES = 300_000;
/** Steps: healthy for 15 minutes, faulty for 20 minutes, then healthy for 75 minutes, longer than any rule's window. */
const phases = { before: 60, faulty: 80, after: 300 } as const;
const steps = (count: number): string => `${count * STEP_SECONDS}s`;

type Rule = Alert | RecordingRule;
const rules = ruleGroups.flatMap(({ rules }): Rule[] => [...rules]);
const alerts = rules.filter(isAlert);
const nameOf = (rule: Rule): string =>
	isAlert(rule) ? rule.alert : rule.record;

/** Formats the samples in Prometheus's notation: start, increase per step, and number of further steps. */
function valuesOf({ kind, healthy, faulty }: InputSeries): string {
	if (kind === "gauge")
		return [
			`${healthy}x${phases.before - 1}`,
			`${faulty}x${phases.faulty - 1}`,
			`${healthy}x${phases.after - 1}`,
		].join(" ");
	const atFault = phases.before * healthy;
	const atRecovery = atFault + phases.faulty * faulty;
	return [
		`0+${healthy}x${phases.before - 1}`,
		`${atFault}+${faulty}x${phases.faulty - 1}`,
		`${atRecovery}+${healthy}x${phases.after - 1}`,
	].join(" ");
}

const seriesOf = (inputs: readonly InputSeries[]) =>
	inputs.map((input) => ({
		series: input.series,
		values: valuesOf(input),
	}));

/** Whether an alert fires, by step of the evaluation. */
type Moments = Readonly<Record<number, boolean>>;

/** An alert's input, and when it is expected to fire. */
const alertTest = (
	{ alert, labels, summary }: AlertCase,
	input_series: readonly { series: string; values: string }[],
	moments: Moments,
) => ({
	interval: steps(1),
	input_series,
	alert_rule_test: Object.entries(moments).map(([moment, fires]) => ({
		eval_time: steps(Number(moment)),
		groupname: groupOf(alert).name,
		alertname: alert,
		exp_alerts: fires
			? [
					{
						exp_labels: { ...labels, severity: alertNamed(alert).severity },
						exp_annotations: { summary, help: alertNamed(alert).help },
					},
				]
			: [],
	})),
});

function alertNamed(name: string): Alert {
	const rule = alerts.find(({ alert }) => alert === name);
	if (rule === undefined) throw new Error(`no alert ${name}`);
	return rule;
}

/** The group of a rule, with this rule alone. @throws if there is none: vmalert-tool finds no fault in an unknown name */
function groupOf(name: string): RuleGroup {
	for (const group of ruleGroups) {
		const rule = group.rules.find((one) => nameOf(one) === name);
		if (rule !== undefined) return { ...group, rules: [rule] };
	}
	throw new Error(`no rule ${name}`);
}

/** Before, during and after the fault. */
const throughTheFault = (alert: string): Moments => ({
	[phases.before - 4]: false,
	[phases.before + toSeconds(alertNamed(alert).for) / STEP_SECONDS + 12]: true,
	[phases.before + phases.faulty + phases.after - 4]: false,
});

/** Every four steps of the first 25 minutes after a series appeared. */
const afterwards: Moments = Object.fromEntries(
	Array.from({ length: 25 }, (_, index) => [
		phases.before + 1 + index * 4,
		false,
	]),
);

test("every rule has a case", () => {
	expect(new Set(alertCases.map(({ alert }) => alert))).toEqual(
		new Set(alerts.map(({ alert }) => alert)),
	);
	expect(recordCases.map(({ record }) => record)).toEqual(
		rules.flatMap((rule) => (isAlert(rule) ? [] : [rule.record])),
	);
});

describeNeeding(["go"], "rules evaluated by vmalert itself", () => {
	let program: string;
	let folder: string;
	beforeAll(async () => {
		folder = await mkdtemp(join(tmpdir(), "rules-"));
		const tools = await ensureTools(["vmalert-tool"], {
			progress: { step() {}, note() {} },
		});
		program = tools["vmalert-tool"].path;
	}, 1_800_000);
	afterAll(() => rm(folder, { recursive: true }));

	/** Evaluates one rule over the series of a test. */
	async function outcome(name: string, one: object) {
		const path = join(folder, "test.yaml");
		await writeFile(
			join(folder, "rules.yaml"),
			toYaml({ groups: [toPrometheus(groupOf(name))] }),
		);
		await writeFile(
			path,
			toYaml({
				rule_files: ["rules.yaml"],
				evaluation_interval: steps(1),
				tests: [one],
			}),
		);
		const { exit, stdout, stderr } = await tryRun(
			program,
			["unittest", `--files=${path}`],
			// It stores its samples there.
			{ timeout: "5m", env: { TMPDIR: folder } },
		);
		return { exit, output: stdout + stderr };
	}
	const passed = { exit: 0, output: expect.stringContaining("SUCCESS") };

	test.each(alertCases.map((one) => [one.alert, one] as const))(
		"%s stays silent while healthy, fires with its texts during the fault, and resolves",
		async (alert, one) =>
			expect(
				await outcome(
					alert,
					alertTest(one, seriesOf(one.inputs), throughTheFault(alert)),
				),
			).toEqual(passed),
		MINUTES,
	);

	const ofCounters = alertCases.filter(({ inputs }) =>
		inputs.some(({ kind }) => kind === "counter"),
	);

	test.each(ofCounters.map((one) => [one.alert, one] as const))(
		"%s stays silent for counters that are above 0 when they are first seen, and for one that starts again at 0",
		async (alert, one) => {
			const series = one.inputs.flatMap((input) =>
				[
					...[1, 3, 9, 10, 1000].map(
						(value) => `_x${phases.before} ${value}x100`,
					),
					`1000x${phases.before} 0x100`,
				].map((values, index) => ({
					series: input.series.replace("{", `{other="${index}",`),
					values,
				})),
			);
			expect(await outcome(alert, alertTest(one, series, afterwards))).toEqual(
				passed,
			);
		},
		MINUTES,
	);

	test(
		"a case fails if its alert does not fire",
		async () => {
			const [one] = alertCases;
			if (one === undefined) throw new Error("no cases");
			const healthy = one.inputs.map((input) => ({
				...input,
				faulty: input.healthy,
			}));
			const { exit } = await outcome(
				one.alert,
				alertTest(one, seriesOf(healthy), throughTheFault(one.alert)),
			);
			expect(exit).not.toBe(0);
		},
		MINUTES,
	);

	test.each(recordCases.map((one) => [one.record, one] as const))(
		"%s records the expected value",
		async (record, { inputs, samples }) =>
			expect(
				await outcome(record, {
					interval: steps(1),
					input_series: seriesOf(inputs),
					metricsql_expr_test: [
						{
							expr: record,
							eval_time: steps(phases.before - 4),
							exp_samples: samples,
						},
					],
				}),
			).toEqual(passed),
		MINUTES,
	);

	test(
		"nodes that ended are counted for what they did, not at full speed for two minutes",
		async () => {
			const record = "namespace:libp2p_gossipsub_received:rate2m";
			const series = `libp2p_gossipsub_received_total{job="libp2p-nodes",namespace="lab-a",pod="relay-0"}`;
			expect(
				await outcome(record, {
					interval: steps(1),
					input_series: [{ series, values: "0+1500x40" }],
					// The last sample is at step 40; the counter grew by 100 per second.
					metricsql_expr_test: [
						[40, 100],
						[42, 75],
						[44, 50],
						[46, 25],
					].map(([moment, value]) => ({
						expr: record,
						eval_time: steps(moment as number),
						exp_samples: [{ labels: `${record}{namespace="lab-a"}`, value }],
					})),
				}),
			).toEqual(passed);
		},
		MINUTES,
	);
});
