import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { type Duration, toSeconds } from "@lab/core";
import { type Metric, type MetricName, metrics } from "@lab/signals";
import { describe, expect, test } from "vitest";
import { selectorsOf } from "../_promql.ts";
import { jobsOf } from "../scrape/jobs-of.ts";
import { keepsSample } from "../scrape/passes.ts";
import { myDashboard } from "./_template/index.ts";
import { toGrafana } from "./grafana.ts";
import type { Panel } from "./panel.ts";
import { dashboards } from "./registry.ts";

/** Labels that scraping adds to every series. */
const scraped = ["namespace", "pod", "instance", "job", "node"];

const panelsOf = (dashboard: (typeof dashboards)[number]): readonly Panel[] =>
	dashboard.rows.flatMap(({ panels }) => panels);

const declared = (name: string): Metric => {
	expect(metrics, `${name} is not declared in @lab/signals`).toHaveProperty(
		name,
	);
	return metrics[name as MetricName];
};

test("every folder is a registered dashboard, and vice versa", () => {
	const folders = readdirSync(import.meta.dirname, { withFileTypes: true })
		.filter((entry) => entry.isDirectory() && !entry.name.startsWith("_"))
		.map(({ name }) => name);
	expect(dashboards.map(({ name }) => name).sort()).toEqual(folders.sort());
	for (const folder of folders)
		expect(existsSync(join(import.meta.dirname, folder, "index.ts"))).toBe(
			true,
		);
});

test.each([
	["rate(x)[5m]", "a range after a call is valid only in MetricsQL"],
	["sum by (pod (x)", "the bracket is not closed"],
	["label_set(x, 'a', 'b')", "the function exists only in MetricsQL"],
])("%s is rejected: %s", (expr) => {
	expect(() => selectorsOf(expr)).toThrow(SyntaxError);
});

const tested = [...dashboards, myDashboard];

describe.each(tested.map((one) => [one.name, one] as const))(
	"%s",
	(_, dashboard) => {
		const panels = panelsOf(dashboard);
		const queries = panels.flatMap(({ queries }) => queries);
		const selectors = queries.flatMap(({ expr }) => selectorsOf(expr));

		test("every query is PromQL over declared signals", () => {
			expect(selectors.length).toBeGreaterThanOrEqual(queries.length);
			for (const { metric } of selectors) declared(metric);
		});

		test("every label that a query uses exists on its metric", () => {
			for (const { metric, labels } of selectors)
				expect([...scraped, ...declared(metric).labels]).toEqual(
					expect.arrayContaining([...labels]),
				);
		});

		test("counters, and only counters, are queried as rates", () => {
			for (const { metric, inRate, asFilter } of selectors)
				if (!asFilter)
					expect(inRate, metric).toBe(declared(metric).type === "counter");
		});

		test("every query filters by all variables of the dashboard", () => {
			for (const { metric, labels } of selectors)
				for (const { label } of dashboard.variables)
					expect(labels, metric).toContain(label);
		});

		test("every metric it shows is scraped and stored", () => {
			for (const { metric } of selectors)
				for (const job of jobsOf(declared(metric)))
					expect(
						keepsSample(job, {
							__name__: metric,
							pod: "any",
							container: "any",
						}),
						metric,
					).toBe(true);
		});

		test("it does not refresh faster than its metrics are scraped", () => {
			const shortest = Math.min(
				...selectors.flatMap(({ metric }) =>
					jobsOf(declared(metric)).map((job) => toSeconds(job.scrape_interval)),
				),
			);
			expect(toSeconds(dashboard.refresh)).toBeGreaterThanOrEqual(shortest);
			const { refresh_intervals } = toGrafana(dashboard).timepicker;
			for (const choice of refresh_intervals as Duration[])
				expect(toSeconds(choice)).toBeGreaterThanOrEqual(shortest);
		});

		test("every panel has a unique title and a description", () => {
			expect(new Set(panels.map(({ title }) => title)).size).toBe(
				panels.length,
			);
			for (const { title, description } of panels)
				expect(description.length, title).toBeGreaterThan(20);
		});

		test("a panel's alarm limit is above its warning limit", () => {
			for (const { limits } of panels)
				if (limits) expect(limits[1]).toBeGreaterThan(limits[0]);
		});

		test("no two panels overlap", () => {
			const taken = new Set<string>();
			for (const { gridPos } of toGrafana(dashboard).panels as {
				gridPos: { x: number; y: number; w: number; h: number };
			}[])
				for (let x = gridPos.x; x < gridPos.x + gridPos.w; x++)
					for (let y = gridPos.y; y < gridPos.y + gridPos.h; y++) {
						expect(taken.has(`${x},${y}`)).toBe(false);
						taken.add(`${x},${y}`);
					}
		});

		test("every panel takes its data source from the dashboard's variable", () => {
			const text = JSON.stringify(toGrafana(dashboard).panels);
			expect(new Set(text.match(/"uid":"[^"]*"/g))).toEqual(
				new Set([`"uid":"$` + `{datasource}"`]),
			);
		});
	},
);
