import { LabError, suggestion } from "@lab/core";
import type { Endpoint } from "./_http.ts";
import { archivedLogs } from "./archived-logs.ts";
import { archivedMetrics } from "./archived-metrics.ts";
import { elasticsearch } from "./elasticsearch.ts";
import { expositionFiles } from "./exposition-files.ts";
import { type KubectlAccess, kubectlLogs } from "./kubectl-logs.ts";
import {
	elasticLabels,
	type LabelMapping,
	labLabels,
	lokiLabels,
} from "./label-mapping.ts";
import { logFiles } from "./log-files.ts";
import type { LogSource } from "./log-source.ts";
import { loki } from "./loki.ts";
import type { MetricSource } from "./metric-source.ts";
import { prometheus } from "./prometheus.ts";
import { victoriaLogs } from "./victoria-logs.ts";

export type LogsAt =
	| ({ readonly kind: "victoria-logs" | "loki" } & Endpoint)
	| ({
			readonly kind: "elasticsearch" | "opensearch";
			readonly index: string;
	  } & Endpoint)
	| ({ readonly kind: "kubectl" } & KubectlAccess)
	| { readonly kind: "files" | "archive"; readonly path: string };

export type MetricsAt =
	| ({ readonly kind: "prometheus" } & Endpoint)
	| {
			readonly kind: "exposition";
			readonly path: string;
			/** Labels for samples that lack them. */
			readonly labels?: Readonly<Record<string, string>>;
	  }
	| { readonly kind: "archive"; readonly path: string };

/** Stores of a run's logs and metrics, as plain data. */
export interface Stack {
	readonly logs: LogsAt;
	readonly metrics?: MetricsAt;
	/** Label names that differ from the defaults of the store. */
	readonly labels?: Partial<LabelMapping>;
}

const logKinds: {
	[K in LogsAt["kind"]]: (
		at: Extract<LogsAt, { kind: K }> & LogsAt,
		labels: Partial<LabelMapping>,
	) => LogSource;
} = {
	"victoria-logs": (at, labels) =>
		victoriaLogs(at as Endpoint, { ...labLabels, ...labels }),
	loki: (at, labels) => loki(at as Endpoint, { ...lokiLabels, ...labels }),
	elasticsearch: (at, labels) =>
		elasticsearch(at, { ...elasticLabels, ...labels }),
	opensearch: (at, labels) =>
		elasticsearch(at, { ...elasticLabels, ...labels }),
	kubectl: (at) => kubectlLogs(at),
	files: (at) => logFiles((at as { path: string }).path),
	archive: (at) => archivedLogs((at as { path: string }).path),
};

/** Opens the log source of a stack. @throws LabError `unknown-source` */
export function logSourceOf({ logs, labels = {} }: Stack): LogSource {
	const make = logKinds[logs.kind] as
		| ((at: LogsAt, labels: Partial<LabelMapping>) => LogSource)
		| undefined;
	if (make === undefined) throw unknown(logs.kind, Object.keys(logKinds));
	return make(logs, labels);
}

/** Opens the metric source of a stack, if it has one. @throws LabError `unknown-source` */
export function metricSourceOf({ metrics }: Stack): MetricSource | undefined {
	if (metrics === undefined) return undefined;
	switch (metrics.kind) {
		case "prometheus":
			return prometheus(metrics);
		case "exposition":
			return expositionFiles(metrics.path, metrics.labels);
		case "archive":
			return archivedMetrics(metrics.path);
		default:
			throw unknown((metrics as { kind: string }).kind, [
				"prometheus",
				"exposition",
				"archive",
			]);
	}
}

const unknown = (kind: string, known: readonly string[]) =>
	new LabError({
		code: "unknown-source",
		what: `there is no source '${kind}'`,
		where: "the stack",
		help: suggestion(kind, known),
	});
