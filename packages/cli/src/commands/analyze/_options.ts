import { defineOptions, type OptionsOf } from "../../command.ts";

/** How a run is named. */
export const runNames =
	"folder of a run, its id, a part of the id, or 'last' for the most recent one";

/** Sources of logs and metrics, and the resolution of metrics. */
export const sourceOptions = defineOptions([
	{
		flags: "--stack <name>",
		description:
			"source of logs and metrics: vaclab, local, or a file (default: the run's own files, or the stores it was run with)",
	},
	{
		flags: "--step <duration>",
		description:
			"time between metric samples (default: the run's scrape interval)",
	},
	{
		flags: "--rate-window <duration>",
		description: "window for rates (default: 121s, as in 10ksim)",
	},
]);

/** Options of every command that reads the tables of runs. */
export const analysisOptions = defineOptions([
	...sourceOptions,
	{ flags: "--again", description: "rebuild the tables even if they exist" },
]);

export type AnalysisOptions = OptionsOf<typeof analysisOptions>;

/** Option of every command that takes several runs as replicates. */
export const [mixedPlansOption] = defineOptions([
	{
		flags: "--mixed-plans",
		description: "treat runs of different plans as replicates",
	},
]);
