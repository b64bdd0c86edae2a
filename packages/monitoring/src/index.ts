export type { Dashboard, Row, Variable } from "./dashboards/dashboard.ts";
export { toGrafana } from "./dashboards/grafana.ts";
export type { Panel, PanelQuery, PanelUnit } from "./dashboards/panel.ts";
export { dashboards } from "./dashboards/registry.ts";
export { ruleGroups } from "./rules/registry.ts";
export {
	type Alert,
	isAlert,
	type RecordingRule,
	type RuleGroup,
	toPrometheus,
} from "./rules/rule.ts";
export { scrapeIntervals } from "./scrape/intervals.ts";
export type { Relabel, ScrapeJob } from "./scrape/job.ts";
export { scrapeJobs } from "./scrape/jobs.ts";
