import { readdirSync } from "node:fs";
import { toSeconds } from "@lab/core";
import { type Metric, type MetricName, metrics } from "@lab/signals";
import { describe, expect, test } from "vitest";
import { selectorsOf } from "../_promql.ts";
import { keepsSample } from "../scrape/_passes.ts";
import { jobsOf } from "../scrape/jobs-of.ts";
import { ruleGroups } from "./registry.ts";
import { isAlert, toPrometheus } from "./rule.ts";

const known = (name: string): Metric => {
	expect(metrics, `${name} is no signal`).toHaveProperty(name);
	return metrics[name as MetricName];
};

/** Labels that scraping adds to every series. */
const scraped = ["namespace", "pod", "instance", "job", "node"];

const rules = ruleGroups.flatMap(({ rules }) => rules);

test("every file of rules is registered under its name", () => {
	const files = readdirSync(import.meta.dirname)
		.map((file) => file.replace(/(\.test)?\.ts$/, ""))
		.filter((stem) => !["registry", "rule", "rules"].includes(stem));
	expect(ruleGroups.map(({ name }) => name).sort()).toEqual(files.sort());
});

test("no two rules have one name", () => {
	const names = rules.map((rule) => (isAlert(rule) ? rule.alert : rule.record));
	expect(new Set(names).size).toBe(names.length);
});

test("every rule says what it means or what to do", () => {
	for (const rule of rules)
		expect(
			(isAlert(rule) ? rule.help : rule.meaning).length,
		).toBeGreaterThanOrEqual(15);
});

test("vmalert gets the expression, the patience and the words of an alert", () => {
	const [group] = ruleGroups.filter(({ name }) => name === "nodes");
	if (group === undefined) throw new Error("no group 'nodes'");
	expect(toPrometheus(group).rules).toContainEqual({
		alert: "NodeClockFree",
		expr: "node_timex_sync_status == 0",
		for: "5m",
		labels: { severity: "critical" },
		annotations: {
			summary: expect.stringContaining("follows no reference"),
			help: expect.stringContaining("chronyd"),
		},
	});
});

describe.each(ruleGroups.map((group) => [group.name, group] as const))(
	"%s",
	(_, { interval, rules }) => {
		const selectors = rules.flatMap(({ expr }) => selectorsOf(expr));

		test("every rule is PromQL about signals that the lab knows, and their labels", () => {
			expect(selectors.length).toBeGreaterThanOrEqual(rules.length);
			for (const { metric, labels } of selectors)
				expect([...scraped, ...known(metric).labels]).toEqual(
					expect.arrayContaining([...labels]),
				);
		});

		test("rates are taken of counters, and of every counter", () => {
			for (const { metric, rated } of selectors)
				expect(rated, metric).toBe(known(metric).type === "counter");
		});

		test("what it asks about is scraped and stored, and no seldomer than it asks", () => {
			for (const { metric } of selectors)
				for (const job of jobsOf(known(metric))) {
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
