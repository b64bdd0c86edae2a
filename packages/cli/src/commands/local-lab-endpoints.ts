import { exitCode } from "@lab/core";
import { endpointsOf } from "@lab/ops";
import type { Command } from "../command.ts";
import { localLab, runningReplica } from "./_local-lab.ts";

export const command: Command = {
	summary: "Show where to ask for metrics and logs, with a question to copy",
	example: "pnpm local-lab endpoints --json",
	async run(input) {
		const { folder } = localLab(input);
		const { record } = await runningReplica(input);
		const endpoints = endpointsOf(folder, record);
		const { prometheusUrl, logsUrl, logsIngestUrl, targetsFile } = endpoints;
		return {
			exit: exitCode.done,
			document: endpoints,
			text: [
				`Prometheus     ${prometheusUrl}`,
				`  curl -s '${prometheusUrl}/api/v1/query' -d query=up`,
				`VictoriaLogs   ${logsUrl}`,
				`  curl -s '${logsUrl}/select/logsql/query' -d query='* | limit 5'`,
				...(logsIngestUrl === undefined
					? []
					: [
							`push logs      ${logsIngestUrl}/insert/jsonline`,
							`be scraped     ${targetsFile}  (file_sd of Prometheus)`,
						]),
				`Kubernetes     ${endpoints.kubeconfig}`,
				`  export KUBECONFIG=${endpoints.kubeconfig}`,
			].join("\n"),
		};
	},
};
