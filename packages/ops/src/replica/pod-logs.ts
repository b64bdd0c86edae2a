import { exitCode, LabError } from "@lab/core";
import type { Folder } from "./folder.ts";
import { KubeApi } from "./kube-api.ts";

export interface PodLogs {
	readonly query: string;
	readonly lines: readonly string[];
	/** Names of all pods of the cluster. */
	readonly pods: readonly string[];
}

/** What a pod wrote last, oldest first, from the store of logs. @throws LabError `logs-unreachable` */
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
		const response = await fetch(url, {
			method: "POST",
			body: new URLSearchParams({ query }),
		});
		if (!response.ok)
			throw new LabError({
				code: "logs-unreachable",
				what: `the store of logs answers ${response.status}: ${await response.text()}`,
				where: url,
				help: "mend the replica with 'pnpm local-lab up'",
				exit: exitCode.letDown,
			});
		const rows = (await response.text())
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
