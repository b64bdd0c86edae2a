import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { type Duration, toSeconds } from "@lab/core";
import { type Metric, type MetricName, metrics } from "@lab/signals";
import { describe, expect, test } from "vitest";
import { selectorsOf } from "../_promql.ts";
import { keepsSample } from "../scrape/_passes.ts";
import { jobsOf } from "../scrape/jobs-of.ts";
import { toGrafana } from "./grafana.ts";
import type { Panel } from "./panel.ts";
import { dashboards } from "./registry.ts";

/** Labels that scraping adds to every series. */
const scraped = ["namespace", "pod", "instance", "job", "node"];

const panelsOf = (dashboard: (typeof dashboards)[number]): readonly Panel[] =>
	dashboard.rows.flatMap(({ panels }) => panels);

const known = (name: string): Metric => {
	expect(metrics, `${name} is no signal`).toHaveProperty(name);
	return metrics[name as MetricName];
};

test("every folder is a registered dashboard, and the other way round", () => {
	const folders = readdirSync(import.meta.dirname, { withFileTypes: true })
		.filter((entry) => entry.isDirectory())
		.map(({ name }) => name);
	expect(dashboards.map(({ name }) => name).sort()).toEqual(folders.sort());
	for (const folder of folders)
		expect(existsSync(join(import.meta.dirname, folder, "index.ts"))).toBe(
			true,
		);
});

test.each([
	["rate(x)[5m]", "a range after a call, which only MetricsQL takes"],
	["sum by (pod (x)", "a bracket left open"],
	["label_set(x, 'a', 'b')", "a function of MetricsQL"],
])("%s is refused: %s", (expr) => {
	expect(() => selectorsOf(expr)).toThrow(SyntaxError);
});

describe.each(dashboards.map((one) => [one.name, one] as const))(
	"%s",
	(_, dashboard) => {
		const panels = panelsOf(dashboard);
		const queries = panels.flatMap(({ queries }) => queries);
		const selectors = queries.flatMap(({ expr }) => selectorsOf(expr));

		test("every query is PromQL about signals that the lab knows", () => {
			expect(selectors.length).toBeGreaterThanOrEqual(queries.length);
			for (const { metric } of selectors) known(metric);
		});

		test("every label that a query asks for is there", () => {
			for (const { metric, labels } of selectors)
				expect([...scraped, ...known(metric).labels]).toEqual(
					expect.arrayContaining([...labels]),
				);
		});

		test("rates are taken of counters, and of every counter", () => {
			for (const { metric, rated } of selectors)
				expect(rated, metric).toBe(known(metric).type === "counter");
		});

		test("every query is narrowed to what the reader chose", () => {
			for (const { metric, labels } of selectors)
				for (const { label } of dashboard.variables)
					expect(labels, metric).toContain(label);
		});

		test("what it shows is scraped and stored", () => {
			for (const { metric } of selectors)
				for (const job of jobsOf(known(metric)))
					expect(
						keepsSample(job, {
							__name__: metric,
							pod: "any",
							container: "any",
						}),
						metric,
					).toBe(true);
		});

		test("it asks again no quicker than there is something new", () => {
			const quickest = Math.min(
				...selectors.flatMap(({ metric }) =>
					jobsOf(known(metric)).map((job) => toSeconds(job.scrape_interval)),
				),
			);
			expect(toSeconds(dashboard.refresh)).toBeGreaterThanOrEqual(quickest);
			const { refresh_intervals } = toGrafana(dashboard).timepicker;
			for (const choice of refresh_intervals as Duration[])
				expect(toSeconds(choice)).toBeGreaterThanOrEqual(quickest);
		});

		test("every panel has a title of its own and says what it means", () => {
			expect(new Set(panels.map(({ title }) => title)).size).toBe(
				panels.length,
			);
			for (const { title, description } of panels)
				expect(description.length, title).toBeGreaterThan(20);
		});

		test("a second line of a panel stands above the first", () => {
			for (const { limits } of panels)
				if (limits) expect(limits[1]).toBeGreaterThan(limits[0]);
		});

		test("no panel covers another", () => {
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

		test("the data source is chosen in one place", () => {
			const text = JSON.stringify(toGrafana(dashboard).panels);
			expect(new Set(text.match(/"uid":"[^"]*"/g))).toEqual(
				new Set([`"uid":"$` + `{datasource}"`]),
			);
		});
	},
);
