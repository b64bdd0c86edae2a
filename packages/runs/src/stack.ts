import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { basename, dirname } from "node:path";
import type { Stack } from "@lab/analysis/sources";
import { exitCode, fromYaml, LabError, suggestion } from "@lab/core";
import { endpoints, environments, hostOf } from "@lab/lab";
import { endpointsOf, folderAt, readRecord, replicaPath } from "@lab/replica";
import { readOptions, runFolder } from "@lab/runner";

/** Path of Prometheus' API for tenant 0 of a VictoriaMetrics cluster. */
const TENANT = "/select/0/prometheus";

const publicUrl = (name: "logs" | "metrics"): string => {
	const { scheme } = environments.vaclab.web;
	return `${scheme}://${hostOf(endpoints[name], environments.vaclab)}`;
};

const stackAt = (logs: string, metrics?: string): Stack => ({
	logs: { kind: "victoria-logs", url: logs },
	...(metrics && { metrics: { kind: "prometheus", url: metrics } }),
});

/** Stacks by name. Their URLs come from the lab's facts and from the replica on this machine. */
const namedStacks: Readonly<Record<string, (root: string) => Promise<Stack>>> =
	{
		vaclab: async () =>
			stackAt(publicUrl("logs"), publicUrl("metrics") + TENANT),
		local: async (root) => {
			const folder = folderAt(replicaPath(root));
			const record = await readRecord(folder);
			if (record === undefined) {
				throw new LabError({
					code: "no-replica",
					what: "no replica runs on this machine",
					where: folder.path,
					help: "start one with 'pnpm local-lab up'",
					exit: exitCode.unavailable,
				});
			}
			const { logsUrl, prometheusUrl } = endpointsOf(folder, record);
			return stackAt(logsUrl, prometheusUrl);
		},
	};

/**
 * The stack that `--stack` names: `vaclab`, `local`, or a YAML or JSON file.
 *
 * @throws LabError `unknown-stack`, `bad-stack`, `no-replica`
 */
export async function stackNamed(name: string, root: string): Promise<Stack> {
	const known = namedStacks[name];
	if (known !== undefined) return known(root);
	const text = await readFile(name, "utf8").catch(() => undefined);
	if (text === undefined) {
		throw new LabError({
			code: "unknown-stack",
			what: `there is no stack and no file '${name}'`,
			where: `--stack ${name}`,
			help: suggestion(name, Object.keys(namedStacks)),
		});
	}
	const stack = fromYaml(text, name) as Stack;
	if (stack?.logs?.kind === undefined) {
		throw new LabError({
			code: "bad-stack",
			what: `${name} names no source of logs`,
			where: `${name}: logs.kind`,
			help: "write 'logs: {kind: victoria-logs, url: http://...}'; docs/how-to/analyse.md lists all kinds",
		});
	}
	return stack;
}

/** Stores that a run used; undefined if it used none, or if no runner executed it. */
export async function storesOf(folder: string): Promise<Stack | undefined> {
	const run = runFolder(dirname(dirname(folder)), basename(folder));
	if (!existsSync(run.options)) return undefined;
	const { logsUrl, prometheusUrl } = await readOptions(run);
	return logsUrl === undefined ? undefined : stackAt(logsUrl, prometheusUrl);
}
