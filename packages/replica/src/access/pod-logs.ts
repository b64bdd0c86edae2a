import { exitCode, fetchWithSignal, LabError } from "@lab/core";
import type { Folder } from "../state/folder.ts";
import { KubeApi } from "./kube-api.ts";

export interface PodLogs {
	readonly query: string;
	readonly lines: readonly string[];
	/** Names of all pods of the cluster. */
	readonly pods: readonly string[];
}

const TIMEOUT_MS = 30_000;

/** Last `count` lines of a pod, oldest first, from the log store. @throws LabError `logs-unreachable` */
export async function logsOfPod(
	folder: Folder,
	logsUrl: string,
	name: string,
	count: number,
): Promise<PodLogs> {
	const api = await KubeApi.from(folder.kubeconfig);
	try {
		const pods = await api.list("v1", "Pod");
		const quoted = JSON.stringify(name);
		const query = `kubernetes.pod_name:=${quoted} or pod:=${quoted} | sort by (_time desc) limit ${count}`;
		const url = `${logsUrl}/select/logsql/query`;
		const unreachable = (what: string, cause?: unknown) =>
			new LabError({
				code: "logs-unreachable",
				what,
				where: url,
				help: "repair the replica with 'pnpm local-lab up'",
				exit: exitCode.unavailable,
				cause,
			});
		const silent = (error: unknown): never => {
			throw unreachable("the log store does not answer", error);
		};
		const response = await fetchWithSignal(url, {
			method: "POST",
			body: new URLSearchParams({ query }),
			signal: AbortSignal.timeout(TIMEOUT_MS),
		}).catch(silent);
		const text = await response.text().catch(silent);
		if (!response.ok)
			throw unreachable(`the log store answers ${response.status}: ${text}`);
		const rows = text
			.split("\n")
			.filter((line) => line !== "")
			.map((line) => JSON.parse(line) as { _time: string; _msg: string });
		return {
			query,
			lines: rows.reverse().map(({ _time, _msg }) => `${_time} ${_msg}`),
			pods: pods.map(({ metadata }) => metadata.name),
		};
	} finally {
		api.close();
	}
}
