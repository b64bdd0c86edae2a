import type { ReadObject } from "@lab/kubernetes";
import type { Item } from "../item.ts";
import { digestOf, isMap } from "./leaves.ts";

interface GrafanaPanel {
	readonly type?: string;
	readonly title?: string;
	/** Panels of a collapsed row. */
	readonly panels?: readonly GrafanaPanel[];
	readonly targets?: readonly unknown[];
}

/** Dashboards in a ConfigMap, as Grafana's sidecar finds them. */
const dashboardsIn = ({
	kind,
	data,
}: ReadObject): (readonly [file: string, panels: readonly GrafanaPanel[]])[] =>
	kind === "ConfigMap" && isMap(data)
		? Object.entries(data).flatMap(([file, text]) => {
				const panels = panelsIn(text);
				return panels === undefined ? [] : [[file, panels] as const];
			})
		: [];

function panelsIn(text: unknown): readonly GrafanaPanel[] | undefined {
	if (typeof text !== "string" || !/^\s*\{/.test(text)) return undefined;
	try {
		const { panels } = JSON.parse(text) as { readonly panels?: unknown };
		return Array.isArray(panels) ? panels : undefined;
	} catch (error) {
		// Data of a ConfigMap that only looks like JSON is no dashboard.
		if (error instanceof SyntaxError) return undefined;
		throw error;
	}
}

/** Whether a ConfigMap holds dashboards; their text is measured panel by panel. */
export const holdsDashboards = (object: ReadObject): boolean =>
	dashboardsIn(object).length > 0;

/** Every panel of an object's dashboards; a row is none. The dashboard is called like its ConfigMap. */
export function panelsOf(object: ReadObject): Item[] {
	const dashboards = dashboardsIn(object);
	return dashboards.flatMap(([file, panels]) =>
		flattened(panels).map((panel) => ({
			topic: "panel" as const,
			of: `dashboard ${object.metadata.name}${dashboards.length > 1 ? `/${file}` : ""}`,
			name: panel.title?.trim() || "(untitled)",
			value: contentOf(panel),
		})),
	);
}

const flattened = (panels: readonly GrafanaPanel[]): GrafanaPanel[] =>
	panels.flatMap((panel) =>
		panel.type === "row" ? flattened(panel.panels ?? []) : [panel],
	);

/** What a panel shows: its kind and its queries, whose layout does not matter. */
function contentOf({ type = "unknown", targets = [] }: GrafanaPanel): string {
	const queries = targets
		.filter(isMap)
		.map(({ expr, query, expression }) =>
			String(expr ?? query ?? expression ?? "").replace(/\s+/g, ""),
		)
		.filter((text) => text !== "")
		.sort();
	return queries.length === 0
		? type
		: `${type}, ${queries.length} quer${queries.length === 1 ? "y" : "ies"} (${digestOf(queries.join("\n"))})`;
}
