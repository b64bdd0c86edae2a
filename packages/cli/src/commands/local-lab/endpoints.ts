import { exitCode } from "@lab/core";
import { endpointsOf } from "@lab/replica";
import { defineCommand } from "../../command.ts";
import { localLab, runningReplica } from "./_local-lab.ts";

export const command = defineCommand({
	example: "pnpm local-lab endpoints --json",
	async run(input) {
		const { folder } = localLab(input);
		const record = await runningReplica(input);
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
							`add targets    ${targetsFile}  (Prometheus file_sd)`,
						]),
				`Kubernetes     ${endpoints.kubeconfig}`,
				`  export KUBECONFIG=${endpoints.kubeconfig}`,
			].join("\n"),
		};
	},
});
