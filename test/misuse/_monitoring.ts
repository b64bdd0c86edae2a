import { component, deployment, rule, service, vm } from "./_lab.ts";
import {
	found,
	type Misuse,
	registered,
	silent,
	withNeeds,
} from "./_misuse.ts";

type Fields = Readonly<Record<string, unknown>>;

/** A component that uses the kinds of VictoriaMetrics. */
const monitored = (...objects: readonly Fields[]) =>
	withNeeds(
		component(objects, { needs: [registered("victoria-metrics-crds")] }),
	);

const wrong = (what: string, code: string, ...objects: readonly Fields[]) =>
	found(what, code, ...monitored(...objects));

const fine = (what: string, reason: string, ...objects: readonly Fields[]) =>
	silent(what, reason, ...monitored(...objects));

const summary = (text: string) =>
	rule("up == 0", { alert: "Misused", annotations: { summary: text } });

const group = (name: string, ...rules: readonly Fields[]) => ({ name, rules });
const down = { alert: "Down", expr: "up == 0" };

const labelled = service({}, { labels: { app: "misused" } });

const scrape = (app: string, port: string, spec: Fields = {}) =>
	vm("VMServiceScrape", {
		selector: { matchLabels: { app } },
		endpoints: [{ port }],
		...spec,
	});

const serving = deployment({ ports: [{ name: "http", containerPort: 80 }] });

/** Queries that VictoriaMetrics cannot parse, by what is wrong with them. */
const queries: Readonly<Record<string, string>> = {
	"an operator twice": "up === 0",
	"an unknown function": "summ(up)",
	"a duration in words": "rate(up[5minutes])",
	"nothing between two metrics": "up up",
	"a backslash that needs another one": 'up{pod=~"web-\\d+"}',
	"a broken regular expression": 'up{pod=~"web-(a|b"}',
	"a label without a value": "up{job}",
	"no brackets around labels": "sum by pod (up)",
};

/** Templates that vmalert cannot parse, by what is wrong with them. */
const templates: Readonly<Record<string, string>> = {
	"without its end": "{{ $labels.pod",
	"with a misspelt function": "{{ humanise $value }}",
	"with an unknown variable": "{{ $label.pod }}",
	"with an operator": "{{ if $value > 1 }}many{{ end }}",
	"with an open condition": "{{ if gt $value 1.0 }}many",
	"with a label of several words": "{{ $labels.app-name }}",
};

/** Mistakes in rules, alerts and scrape jobs. */
export const monitoringMisuses: readonly Misuse[] = [
	...Object.entries(queries).map(([what, expr]) =>
		wrong(`a query with ${what}`, "broken-query", rule(expr)),
	),
	fine(
		"queries that only MetricsQL has",
		"VictoriaMetrics accepts more than PromQL",
		rule(
			'WITH (f = {a="b"}) topk(3, rate(up{f}) keep_metric_names) limit 2 default 1Ki',
		),
		{
			...rule("rate(up[5i] offset -1d @ end()) ifnot ('a' + `b`)"),
			metadata: { name: "other" },
		},
	),
	fine(
		"a query in another language",
		"its group says that logs answer it",
		vm("VMRule", {
			groups: [
				{
					...group("misused", {
						alert: "Errors",
						expr: "_time:5m error | stats count() as errors",
					}),
					type: "vlogs",
				},
			],
		}),
	),
	...Object.entries(templates).map(([what, text]) =>
		wrong(`a template ${what}`, "broken-template", summary(text)),
	),
	wrong(
		"a template of a label that is broken",
		"broken-template",
		rule("up == 0", { alert: "Misused", labels: { pod: "{{ .Labels.pod" } }),
	),
	fine(
		"templates in all forms",
		"vmalert parses them",
		summary(
			'{{- with query "up{a=\'}}\'}" -}}{{ . | first | value | printf "%.1f" }}{{ else }}none{{ end }} {{/* }} */}}{{ $x := 1 }}{{ $x }}{{ index $labels "a-b" }}',
		),
	),
	fine(
		"braces that are no template",
		"vmalert writes them as text",
		summary("{a}}"),
	),
	wrong(
		"two groups of one name",
		"duplicate-entry",
		vm("VMRule", { groups: [group("a", down), group("a", down)] }),
	),
	wrong(
		"a rule twice in a group",
		"duplicate-entry",
		vm("VMRule", { groups: [group("a", down, down)] }),
	),
	fine(
		"an alert with two severities",
		"a label tells them apart",
		vm("VMRule", {
			groups: [group("a", down, { ...down, labels: { severity: "page" } })],
		}),
	),
	wrong(
		"a scrape job for no Service",
		"scrape-without-targets",
		deployment(),
		labelled,
		scrape("nobody", "http"),
	),
	wrong(
		"a scrape job for the labels that a Service selects",
		"scrape-without-targets",
		deployment(),
		service(),
		scrape("misused", "http"),
	),
	wrong(
		"a scrape job for a port that its Service does not have",
		"scrape-without-targets",
		deployment(),
		labelled,
		scrape("misused", "metrics"),
	),
	wrong(
		"a scrape job for a port that its pods do not have",
		"scrape-without-targets",
		serving,
		vm("VMPodScrape", {
			selector: { matchLabels: { app: "misused" } },
			podMetricsEndpoints: [{ port: "metrics" }],
		}),
	),
	fine(
		"scrape jobs for a Service, for pods, and for all namespaces",
		"the first two have targets, and any namespace may have the third's",
		serving,
		labelled,
		scrape("misused", "http"),
		vm("VMPodScrape", {
			selector: { matchLabels: { app: "misused" } },
			podMetricsEndpoints: [{ port: "http" }],
		}),
		{
			...scrape("nobody", "metrics", { namespaceSelector: { any: true } }),
			metadata: { name: "everywhere" },
		},
	),
	silent(
		"a scrape job for the Service of a chart",
		"which labels the chart gives its Services was not recorded",
		...withNeeds(registered("kube-state-metrics")),
		...withNeeds(
			component([scrape("anything", "http")], {
				name: "other",
				namespace: "vmetrics",
				needs: [registered("victoria-metrics-crds")],
			}),
		),
	),
];
