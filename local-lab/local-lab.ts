import { join } from "node:path";
import process from "node:process";
import { runScript } from "@lab/cli";
import { exitCode, LabError } from "@lab/core";
import { endpointsOf, folderAt, readRecord, replicaPath } from "@lab/replica";

process.exitCode = await runScript(
	{
		name: "local-lab",
		provides: "KUBECONFIG, PROMETHEUS_URL and LOGS_URL of the replica",
		example: "kubectl get pods -A",
		// Always the replica's environment, never that of another cluster.
		environment: async () => {
			const folder = folderAt(replicaPath(join(import.meta.dirname, "..")));
			const record = await readRecord(folder);
			if (record?.created !== true)
				throw new LabError({
					code: "no-replica",
					what: "there is no replica",
					where: folder.path,
					help: "bring it up with 'pnpm local-lab up'",
					exit: exitCode.unavailable,
				});
			const { kubeconfig, prometheusUrl, logsUrl } = endpointsOf(
				folder,
				record,
			);
			return {
				KUBECONFIG: kubeconfig,
				PROMETHEUS_URL: prometheusUrl,
				LOGS_URL: logsUrl,
			};
		},
	},
	process.argv.slice(2),
);
