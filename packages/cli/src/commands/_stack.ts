import { readFile } from "node:fs/promises";
import type { Stack } from "@lab/analysis/sources";
import { fromYaml, LabError, suggestion } from "@lab/core";

/** Stacks by name; their addresses are set where they run. */
export const namedStacks: Readonly<Record<string, () => Stack>> = {
	vaclab: () => ({
		logs: {
			kind: "victoria-logs",
			url: address("VACLAB_LOGS_URL", "https://vlselect.lab.vac.dev"),
		},
		metrics: {
			kind: "prometheus",
			url: address(
				"VACLAB_METRICS_URL",
				"https://metrics.lab.vac.dev/select/0/prometheus",
			),
		},
	}),
	local: () => ({
		logs: {
			kind: "victoria-logs",
			url: address("LOCAL_LAB_LOGS_URL", "http://127.0.0.1:9428"),
		},
		metrics: {
			kind: "prometheus",
			url: address("LOCAL_LAB_METRICS_URL", "http://127.0.0.1:8428"),
		},
	}),
};

const address = (variable: string, standard: string): string =>
	process.env[variable] ?? standard;

/**
 * The stack that `--stack` names: `vaclab`, `local`, or a YAML or JSON file.
 *
 * @throws LabError `unknown-stack`
 */
export async function stackOf(name: unknown): Promise<Stack | undefined> {
	if (typeof name !== "string") return undefined;
	const known = namedStacks[name];
	if (known !== undefined) return known();
	const text = await readFile(name, "utf8").catch(() => undefined);
	if (text === undefined) {
		throw new LabError({
			code: "unknown-stack",
			what: `there is no stack and no file '${name}'`,
			where: "--stack",
			help: suggestion(name, Object.keys(namedStacks)),
		});
	}
	const stack = fromYaml(text, name) as Stack;
	if (stack?.logs?.kind === undefined) {
		throw new LabError({
			code: "bad-stack",
			what: `${name} says nothing about logs`,
			where: `${name}: logs.kind`,
			help: "write 'logs: {kind: victoria-logs, url: http://...}'; docs/how-to/analyse.md has all kinds",
		});
	}
	return stack;
}
