import type { Command } from "./command.ts";

export interface Entry {
	readonly name: string;
	readonly summary: string;
	/** Loaded only when called, so that no command pays for another's imports. */
	readonly load: () => Promise<{ command: Command }>;
}

/** Every command of `pnpm lab`, `<noun> <verb>`. */
export const registry: readonly Entry[] = [
	{
		name: "analyze learn",
		summary: "Propose event schemas for the lines that none knows yet",
		load: () => import("./commands/analyze-learn.ts"),
	},
	{
		name: "analyze parse",
		summary: "Parse log files: events, continuations, lines without a reader",
		load: () => import("./commands/analyze-parse.ts"),
	},
	{
		name: "bench",
		summary: "Measure speed and memory, each beside a floor or a peer",
		load: () => import("./commands/bench.ts"),
	},
	{
		name: "local-lab deploy",
		summary: "Roll out the working tree, committed or not",
		load: () => import("./commands/local-lab-deploy.ts"),
	},
	{
		name: "local-lab diff",
		summary: "Show what 'deploy' would change in the cluster",
		load: () => import("./commands/local-lab-diff.ts"),
	},
	{
		name: "local-lab doctor",
		summary: "Look for what keeps a replica from running here",
		load: () => import("./commands/local-lab-doctor.ts"),
	},
	{
		name: "local-lab down",
		summary: "Stop the replica; its data stay for the next time",
		load: () => import("./commands/local-lab-down.ts"),
	},
	{
		name: "local-lab endpoints",
		summary: "Show where to ask for metrics and logs, with a question to copy",
		load: () => import("./commands/local-lab-endpoints.ts"),
	},
	{
		name: "local-lab logs",
		summary: "Show what a process of the replica, or a pod, wrote last",
		load: () => import("./commands/local-lab-logs.ts"),
	},
	{
		name: "local-lab open",
		summary: "Open a dashboard, or the page of a store, in the browser",
		load: () => import("./commands/local-lab-open.ts"),
	},
	{
		name: "local-lab parity",
		summary: "List every difference between the lab and its replica",
		load: () => import("./commands/local-lab-parity.ts"),
	},
	{
		name: "local-lab reset",
		summary: "Stop the replica and take away all that it kept",
		load: () => import("./commands/local-lab-reset.ts"),
	},
	{
		name: "local-lab status",
		summary: "Show how the replica is: endpoints, bundles, processes",
		load: () => import("./commands/local-lab-status.ts"),
	},
	{
		name: "local-lab up",
		summary: "Bring the replica of the lab up, or mend it",
		load: () => import("./commands/local-lab-up.ts"),
	},
	{
		name: "provision backup",
		summary: "Bring a snapshot of the cluster's state and its token here",
		load: () => import("./commands/provision-backup.ts"),
	},
	{
		name: "provision cluster",
		summary: "Turn the machines of the inventory into the lab",
		load: () => import("./commands/provision-cluster.ts"),
	},
	{
		name: "provision drift",
		summary: "Say whether the machines still are what the facts say",
		load: () => import("./commands/provision-drift.ts"),
	},
	{
		name: "provision firewall",
		summary:
			"Put the firewall in place; it takes itself back if we are cut off",
		load: () => import("./commands/provision-firewall.ts"),
	},
	{
		name: "provision node",
		summary: "Add one machine to the lab",
		load: () => import("./commands/provision-node.ts"),
	},
	{
		name: "provision pin",
		summary: "Note the checksum of every file that machines download",
		load: () => import("./commands/provision-pin.ts"),
	},
	{
		name: "provision remove",
		summary: "Take one machine out of the lab",
		load: () => import("./commands/provision-remove.ts"),
	},
	{
		name: "provision report",
		summary: "Write the inventory, and what the lab is made of",
		load: () => import("./commands/provision-report.ts"),
	},
	{
		name: "provision reset",
		summary: "Take the lab off its machines",
		load: () => import("./commands/provision-reset.ts"),
	},
	{
		name: "provision restore",
		summary: "Start the cluster anew from a snapshot",
		load: () => import("./commands/provision-restore.ts"),
	},
	{
		name: "provision rotate-secrets",
		summary: "Draw declared secrets anew",
		load: () => import("./commands/provision-rotate-secrets.ts"),
	},
	{
		name: "provision upgrade",
		summary: "Move k3s to another version, one machine after the other",
		load: () => import("./commands/provision-upgrade.ts"),
	},
	{
		name: "provision verify",
		summary: "Prove that nodes, DNS, pods, storage and queries work",
		load: () => import("./commands/provision-verify.ts"),
	},
	{
		name: "parity report",
		summary: "Write what became of each object of vaclab-2",
		load: () => import("./commands/parity-report.ts"),
	},
	{
		name: "experiments report",
		summary: "Write what became of each experiment of 10ksim",
		load: () => import("./commands/experiments-report.ts"),
	},
	{
		name: "synth",
		summary: "Render the Fleet bundles of the lab",
		load: () => import("./commands/synth.ts"),
	},
	{
		name: "tools ensure",
		summary: "Get outside programs: find, download or build them",
		load: () => import("./commands/tools-ensure.ts"),
	},
	{
		name: "tools list",
		summary: "Show the outside programs, and where each comes from",
		load: () => import("./commands/tools-list.ts"),
	},
	{
		name: "tools path",
		summary: "Print the path of an outside program that is on this machine",
		load: () => import("./commands/tools-path.ts"),
	},
	{
		name: "experiment plan",
		summary: "Resolve an experiment to a plan that never changes",
		load: () => import("./commands/experiment-plan.ts"),
	},
	{
		name: "experiment pin",
		summary:
			"Note the digest of every image, so that plans do not hang on tags",
		load: () => import("./commands/experiment-pin.ts"),
	},
	{
		name: "experiment diff",
		summary: "Show in what two plans differ",
		load: () => import("./commands/experiment-diff.ts"),
	},
	{
		name: "experiment new",
		summary: "Write a new experiment that runs as it is",
		load: () => import("./commands/experiment-new.ts"),
	},
	{
		name: "experiment rehearse",
		summary: "Try an experiment's objects on a real API server and scheduler",
		load: () => import("./commands/experiment-rehearse.ts"),
	},
	{
		name: "experiment run",
		summary: "Run an experiment to its verdict",
		load: () => import("./commands/experiment-run.ts"),
	},
	{
		name: "experiment image",
		summary: "Build the image of the runner, for runs inside the cluster",
		load: () => import("./commands/experiment-image.ts"),
	},
	{
		name: "experiment sweep",
		summary: "Run an experiment many times, resumably",
		load: () => import("./commands/experiment-sweep.ts"),
	},
	{
		name: "experiment submit",
		summary: "Start a run and leave it alone",
		load: () => import("./commands/experiment-submit.ts"),
	},
	{
		name: "experiment attach",
		summary: "Look on until a run is done, or go on with it",
		load: () => import("./commands/experiment-attach.ts"),
	},
	{
		name: "experiment status",
		summary: "Say where a run is",
		load: () => import("./commands/experiment-status.ts"),
	},
	{
		name: "experiment logs",
		summary: "Print the log of a runner or a node",
		load: () => import("./commands/experiment-logs.ts"),
	},
	{
		name: "experiment abort",
		summary: "End a run early",
		load: () => import("./commands/experiment-abort.ts"),
	},
	{
		name: "experiment extend",
		summary: "Give a run more time",
		load: () => import("./commands/experiment-extend.ts"),
	},
	{
		name: "experiment collect",
		summary: "Check and copy the files of a run",
		load: () => import("./commands/experiment-collect.ts"),
	},
	{
		name: "experiment list",
		summary: "List the runs on this machine",
		load: () => import("./commands/experiment-list.ts"),
	},
	{
		name: "experiment gc",
		summary: "End runs that nobody works on, delete old ones",
		load: () => import("./commands/experiment-gc.ts"),
	},
	{
		name: "analyze report",
		summary: "Report runs as one HTML page, Markdown, JUnit and CSV",
		load: () => import("./commands/analyze-report.ts"),
	},
	{
		name: "analyze compare",
		summary: "Say whether one set of runs is better or worse than another",
		load: () => import("./commands/analyze-compare.ts"),
	},
	{
		name: "analyze archive",
		summary:
			"Keep a run with its logs and metrics, for when no server has them",
		load: () => import("./commands/analyze-archive.ts"),
	},
	{
		name: "analyze import",
		summary: "Bring a run of 10ksim into tables, and report it",
		load: () => import("./commands/analyze-import.ts"),
	},
	{
		name: "analyze tables",
		summary: "Turn logs and metrics of runs into Parquet tables",
		load: () => import("./commands/analyze-tables.ts"),
	},
];
