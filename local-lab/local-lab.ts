import { join } from "node:path";
import process from "node:process";
import { runCommandLine } from "@lab/cli";
import { exitCode } from "@lab/core";
import { endpointsOf, folderAt, readRecord, replicaPath } from "@lab/ops";

const words = process.argv.slice(2);

/** `pnpm local-lab up` is `pnpm lab local-lab up`; `exec` alone is the script's own. */
process.exitCode =
	words[0] === "exec"
		? await exec(words.slice(1))
		: await runCommandLine(["local-lab", ...words]);
if (words.length === 0 || words[0] === "--help")
	console.log(
		"pnpm local-lab exec <program> [words] runs a program of yours with KUBECONFIG, PROMETHEUS_URL and LOGS_URL of the replica.",
	);

/** Runs any program against the replica, and never against another cluster. */
async function exec(program: readonly string[]): Promise<number> {
	const folder = folderAt(replicaPath(join(import.meta.dirname, "..")));
	const record = await readRecord(folder);
	if (record?.created !== true || program.length === 0) {
		console.error(
			program.length === 0
				? "error[missing-argument]: no program to run\n  at    pnpm local-lab exec\n  help  for example: pnpm local-lab exec kubectl get pods -A"
				: `error[no-replica]: there is no replica\n  at    ${folder.path}\n  help  bring it up with 'pnpm local-lab up'`,
		);
		return program.length === 0 ? exitCode.wrongInput : exitCode.letDown;
	}
	const { kubeconfig, prometheusUrl, logsUrl } = endpointsOf(folder, record);
	// Only here: every other command starts without waiting for it.
	const { $ } = await import("zx");
	const ran = await $({
		stdio: "inherit",
		nothrow: true,
		env: {
			...process.env,
			KUBECONFIG: kubeconfig,
			PROMETHEUS_URL: prometheusUrl,
			LOGS_URL: logsUrl,
		},
	})`${program}`;
	return ran.exitCode ?? exitCode.letDown;
}
