import { readdirSync } from "node:fs";
import { toSeconds } from "@lab/core";
import { type Metric, type MetricName, metrics } from "@lab/signals";
import { describe, expect, test } from "vitest";
import { selectorsOf } from "../_promql.ts";
import { jobsOf } from "../scrape/jobs-of.ts";
import { keepsSample } from "../scrape/passes.ts";
import { ruleGroups } from "./registry.ts";
import { isAlert, toPrometheus } from "./rule.ts";

const declared = (name: string): Metric => {
	expect(metrics, `${name} is not declared in @lab/signals`).toHaveProperty(
		name,
	);
	return metrics[name as MetricName];
};

/** Labels that scraping adds to every series. */
const scraped = ["namespace", "pod", "instance", "job", "node"];

const rules = ruleGroups.flatMap(({ rules }) => rules);

test("every rule file is registered under its own name", () => {
	const files = readdirSync(import.meta.dirname)
		.map((file) => file.replace(/(\.test)?\.ts$/, ""))
		.filter((stem) => !["registry", "rule", "rules"].includes(stem));
	expect(ruleGroups.map(({ name }) => name).sort()).toEqual(files.sort());
});

test("every rule has a unique name", () => {
	const names = rules.map((rule) => (isAlert(rule) ? rule.alert : rule.record));
	expect(new Set(names).size).toBe(names.length);
});

test("every recording rule has a meaning and every alert has help", () => {
	for (const rule of rules)
		expect(
			(isAlert(rule) ? rule.help : rule.meaning).length,
		).toBeGreaterThanOrEqual(15);
});

test("no alert uses a function for which a counter's first value is an increase", () => {
	for (const rule of rules.filter(isAlert))
		expect(rule.expr).not.toMatch(/\b(increase|changes|delta)\(/);
});

test("an alert's expression, pending time, severity and texts reach vmalert", () => {
	const [group] = ruleGroups.filter(({ name }) => name === "nodes");
	if (group === undefined) throw new Error("no group 'nodes'");
	expect(toPrometheus(group).rules).toContainEqual({
		alert: "NodeClockFree",
		expr: "node_timex_sync_status == 0",
		for: "5m",
		labels: { severity: "critical" },
		annotations: {
			summary: expect.stringContaining("is not synchronized"),
			help: expect.stringContaining("chronyd"),
		},
	});
});

describe.each(ruleGroups.map((group) => [group.name, group] as const))(
	"%s",
	(_, { interval, rules }) => {
		const selectors = rules.flatMap(({ expr }) => selectorsOf(expr));

		test("every rule is PromQL over declared signals and their labels", () => {
			expect(selectors.length).toBeGreaterThanOrEqual(rules.length);
			for (const { metric, labels } of selectors)
				expect([...scraped, ...declared(metric).labels]).toEqual(
					expect.arrayContaining([...labels]),
				);
		});

		test("counters, and only counters, are queried as rates", () => {
			for (const { metric, inRate } of selectors)
				expect(inRate, metric).toBe(declared(metric).type === "counter");
		});

		test("every metric is scraped and stored, at least as often as the rule is evaluated", () => {
			for (const { metric } of selectors)
				for (const job of jobsOf(declared(metric))) {
					const stored =
						metric === "up" ||
						keepsSample(job, {
							__name__: metric,
							pod: "any",
							container: "any",
						});
					expect(stored, metric).toBe(true);
					if (metric !== "up")
						expect(toSeconds(interval)).toBeGreaterThanOrEqual(
							toSeconds(job.scrape_interval),
						);
				}
		});
	},
);
