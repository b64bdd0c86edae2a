import { type Duration, toSeconds } from "@lab/core";
import type { Dashboard, Row, Variable } from "./dashboard.ts";
import type { Panel } from "./panel.ts";

/** Version of Grafana's dashboard schema. Newer versions of Grafana migrate it on load. */
const SCHEMA_VERSION = 42;

const dataSource = { type: "prometheus", uid: "$" + "{datasource}" } as const;

/** Panels per row of the grid, which is 24 units wide. */
const columns = 3;
const size = { w: 24 / columns, h: 8 } as const;

/** Refresh intervals offered, unless shorter than the dashboard's own, which would only fetch the same data again. */
const refreshes: readonly Duration[] = ["15s", "30s", "1m", "5m", "15m"];

/** Converts a dashboard to Grafana's JSON format. */
export function toGrafana(dashboard: Dashboard) {
	const { name, title, description, folder, refresh, span } = dashboard;
	return {
		uid: name,
		title,
		description,
		tags: ["lab", folder],
		schemaVersion: SCHEMA_VERSION,
		editable: true,
		// Shared crosshair: hovering over one graph marks the same time in all.
		graphTooltip: 1,
		timezone: "utc",
		time: { from: `now-${span}`, to: "now" },
		refresh,
		timepicker: {
			refresh_intervals: refreshes.filter(
				(one) => toSeconds(one) >= toSeconds(refresh),
			),
		},
		templating: {
			list: [chooseDataSource, ...dashboard.variables.map(toVariable)],
		},
		annotations: { list: [] },
		panels: toPanels(dashboard.rows),
	};
}

const chooseDataSource = {
	name: "datasource",
	label: "Data source",
	type: "datasource",
	query: "prometheus",
	current: { text: "VictoriaMetrics", value: "VictoriaMetrics" },
};

function toVariable({ name, title, metric, label, many = false }: Variable) {
	const query = `label_values(${metric}, ${label})`;
	return {
		name,
		label: title,
		type: "query",
		datasource: dataSource,
		definition: query,
		query: { query, refId: name },
		// Reload the values when the time range changes, since nodes and experiments come and go.
		refresh: 2,
		sort: 1,
		multi: many,
		includeAll: many,
		...(many && {
			allValue: ".+",
			current: { text: ["All"], value: ["$__all"] },
		}),
	};
}

/** Lays out rows and their panels on the grid, in reading order. */
function toPanels(rows: readonly Row[]) {
	let y = 0;
	let id = 0;
	return rows.flatMap(({ title, panels }) => {
		const head = {
			id: ++id,
			type: "row",
			title,
			collapsed: false,
			gridPos: { x: 0, y, w: 24, h: 1 },
			panels: [],
		};
		const top = y + 1;
		y = top + Math.ceil(panels.length / columns) * size.h;
		return [
			head,
			...panels.map((panel, index) =>
				toTimeSeries(panel, ++id, {
					x: (index % columns) * size.w,
					y: top + Math.floor(index / columns) * size.h,
					...size,
				}),
			),
		];
	});
}

function toTimeSeries(panel: Panel, id: number, gridPos: object) {
	const { title, description, unit, queries, limits, min, max } = panel;
	return {
		id,
		type: "timeseries",
		title,
		description,
		datasource: dataSource,
		gridPos,
		targets: queries.map(({ expr, legend }, index) => ({
			refId: String.fromCharCode("A".charCodeAt(0) + index),
			datasource: dataSource,
			editorMode: "code",
			range: true,
			expr,
			legendFormat: legend,
		})),
		fieldConfig: {
			defaults: {
				unit,
				...(min !== undefined && { min }),
				...(max !== undefined && { max }),
				color: { mode: "palette-classic" },
				custom: {
					lineWidth: 1,
					fillOpacity: 5,
					// Show gaps: a gap means that nothing was scraped.
					spanNulls: false,
					thresholdsStyle: { mode: limits ? "dashed" : "off" },
				},
				thresholds: {
					mode: "absolute",
					steps: [
						{ color: "green", value: null },
						...(limits
							? [
									{ color: "orange", value: limits[0] },
									{ color: "red", value: limits[1] },
								]
							: []),
					],
				},
			},
			overrides: [],
		},
		options: {
			legend: {
				showLegend: true,
				displayMode: "table",
				placement: "bottom",
				calcs: ["mean", "max"],
			},
			tooltip: { mode: "multi", sort: "desc" },
		},
	};
}
