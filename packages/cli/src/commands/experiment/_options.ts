import { resolve } from "node:path";
import { environments } from "@lab/lab";
import { type Context, defineOptions, type OptionsOf } from "../../command.ts";

const environmentNames = Object.keys(
	environments,
) as (keyof typeof environments)[];

/** Options of every command that works on runs. */
export const stateOptions = defineOptions([
	{
		flags: "--state <folder>",
		description: "folder where runs are kept, ignored by Git",
		default: ".lab",
	},
]);

/** Options that say where an experiment given by name runs. */
export const placeOptions = defineOptions([
	{
		flags: "--backend <name>",
		description: "where to run an experiment given by name (default: process)",
		choices: ["process", "cluster"],
	},
	{
		flags: "--env <name>",
		description:
			"environment whose cluster the objects are for (default: vaclab)",
		choices: environmentNames,
	},
]);

/** Options that parametrise an experiment given by name. */
export const settingOptions = defineOptions([
	{
		flags: "--set <key=value>",
		description: "set a parameter of the experiment; repeatable",
		repeatable: true,
	},
	{
		flags: "--values <file>",
		description: "YAML file of parameters; --set overrides them",
	},
	{
		flags: "--seed <text>",
		description: "seed of all random choices (default: the experiment's name)",
	},
]);

export const planOptions = defineOptions([...settingOptions, ...placeOptions]);

/** Options of the commands that start a run. */
export const runOptions = defineOptions([
	...stateOptions,
	...planOptions,
	{
		flags: "--logs-url <url>",
		description: "VictoriaLogs that receives the logs of the processes",
	},
	{
		flags: "--prometheus-url <url>",
		description: "Prometheus API that must show the last scrape",
	},
	{
		flags: "--targets-folder <folder>",
		description: "folder where the scraper looks for its targets",
	},
	{ flags: "--kubeconfig <file>", description: "kubeconfig of the cluster" },
	{ flags: "--context <name>", description: "context in the kubeconfig" },
	{
		flags: "--inside <image>",
		description: "run the runner inside the cluster, as a Job of this image",
	},
	{
		flags: "--ledger <folder>",
		description: "folder for the run's summary, to be committed",
		default: "runs",
	},
]);

export type PlanOptions = OptionsOf<typeof planOptions>;
export type RunOptions = OptionsOf<typeof runOptions>;

/** Converts a command's input to the context of operations on runs. */
export const contextOf = ({
	root,
	progress,
	signal,
	options: { state },
}: Context & { readonly options: { readonly state: string } }) => ({
	root,
	progress,
	signal,
	state: resolve(root, state),
});
