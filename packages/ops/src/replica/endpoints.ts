import type { Folder, ReplicaRecord } from "./folder.ts";

/** Where one reaches what the replica has. */
export interface Endpoints {
	readonly kubeconfig: string;
	/** Prometheus's API: `/api/v1/query` and the like; read-only. */
	readonly prometheusUrl: string;
	/** VictoriaLogs's API: `/select/logsql/query` and the like; read-only. */
	readonly logsUrl: string;
	/** Where programs of this machine push lines: `/insert/jsonline` and the like; embedded mode only. */
	readonly logsIngestUrl?: string;
	/** Where programs of this machine push samples: `/api/v1/import` and the like. */
	readonly metricsIngestUrl?: string;
	/** A file in this folder, `<name>.json`, says what is to be scraped (file_sd). */
	readonly targetsFolder: string;
	readonly targetsFile: string;
	/** Where Grafana answers, in a mode that runs it. */
	readonly grafanaUrl?: string;
	/** The same two for others than this machine, with a bearer token. */
	readonly publicUrl?: string;
}

export function endpointsOf(folder: Folder, record: ReplicaRecord): Endpoints {
	const at = (name: string) => `http://127.0.0.1:${record.ports[name]}`;
	return {
		kubeconfig: folder.kubeconfig,
		prometheusUrl: at("vmauth"),
		logsUrl: at("vmauth"),
		...(record.mode === "embedded" && {
			logsIngestUrl: at("victoria-logs"),
			metricsIngestUrl: at("victoria-metrics"),
		}),
		targetsFolder: folder.targets,
		targetsFile: `${folder.targets}/experiment.json`,
		...(record.exposed === undefined
			? {}
			: {
					publicUrl: `http://${record.exposed.address}:${record.ports["vmauth-public"]}`,
				}),
	};
}
