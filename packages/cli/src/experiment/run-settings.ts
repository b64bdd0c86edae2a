import { join, resolve } from "node:path";
import process from "node:process";
import type { RunOptions } from "@lab/runner";
import { bundleTestNode } from "@lab/test-node";
import type { Input, Option } from "../command.ts";

/** Options of every command that looks at runs. */
export const stateOption: Option = {
	flags: "--state <folder>",
	description: "where runs are kept, out of Git's sight",
	default: ".lab",
};

export const stateOf = ({ options, root }: Pick<Input, "options" | "root">) =>
	resolve(root, String(options.state));

/** Options of the commands that start a run. */
export const runOptions: readonly Option[] = [
	stateOption,
	{
		flags: "--set <key=value>",
		description: "set a parameter of the experiment",
		repeatable: true,
	},
	{
		flags: "--backend <name>",
		description: "where an experiment given by name runs",
		choices: ["process", "cluster"],
		default: "process",
	},
	{
		flags: "--logs-url <url>",
		description: "VictoriaLogs that the logs of processes are shipped to",
	},
	{
		flags: "--prometheus-url <url>",
		description: "Prometheus API in which the last scrape must be seen",
	},
	{
		flags: "--targets-folder <folder>",
		description: "where the scraper looks for its targets",
	},
	{ flags: "--kubeconfig <file>", description: "of the cluster" },
	{ flags: "--context <name>", description: "of the kubeconfig" },
	{
		flags: "--ledger <folder>",
		description: "where a line about the run is left for Git",
		default: "runs",
	},
];

/** What the flags and the environment say of a run. */
export async function readRunOptions({
	options,
	root,
}: Input): Promise<RunOptions> {
	const state = resolve(root, String(options.state));
	const text = (key: string) =>
		typeof options[key] === "string" ? { [key]: options[key] } : {};
	const path = (key: string) =>
		typeof options[key] === "string"
			? { [key]: resolve(root, options[key]) }
			: {};
	return {
		state,
		programs: {
			"test-node": [
				process.execPath,
				await bundleTestNode(join(state, "programs")),
			],
		},
		...text("logsUrl"),
		...text("prometheusUrl"),
		...path("targetsFolder"),
		...path("kubeconfig"),
		...text("context"),
		...path("ledger"),
	};
}
