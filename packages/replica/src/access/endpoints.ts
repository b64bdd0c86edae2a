import type { Folder, ReplicaRecord } from "../state/folder.ts";

/** Addresses of the replica's APIs, and the files through which programs use it. */
export interface Endpoints {
	readonly kubeconfig: string;
	/** Prometheus API, `/api/v1/query` and so on; read-only. */
	readonly prometheusUrl: string;
	/** VictoriaLogs API, `/select/logsql/query` and so on; read-only. */
	readonly logsUrl: string;
	/** Log ingestion for programs on this machine, `/insert/jsonline` and so on; embedded mode only. */
	readonly logsIngestUrl?: string;
	/** Sample ingestion for programs on this machine, `/api/v1/import` and so on; embedded mode only. */
	readonly metricsIngestUrl?: string;
	/** Folder of scrape targets: one `<name>.json` per list (file_sd). */
	readonly targetsFolder: string;
	readonly targetsFile: string;
	/** Address of Grafana, in the mode that runs it (k3d). */
	readonly grafanaUrl?: string;
	/** Prometheus and VictoriaLogs APIs for other machines, with a bearer token. */
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
