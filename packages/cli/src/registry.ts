import type { AnyCommand } from "./command.ts";

export interface Entry {
	/** `<noun> <verb>` */
	readonly name: string;
	/** What the command does, in one line. The overview, which loads no command, and the command's help show it. */
	readonly summary: string;
	/** Loads the command; called only when it runs, so that no command pays for another's imports. */
	readonly load: () => Promise<{ command: AnyCommand }>;
}

/** Every command of `pnpm lab`, `<noun> <verb>`. */
export const registry: readonly Entry[] = [
	{
		name: "analyze learn",
		summary: "Propose event schemas for log lines that match none yet",
		load: () => import("./commands/analyze/learn.ts"),
	},
	{
		name: "analyze parse",
		summary: "Parse log files; count events, continuations and unparsed lines",
		load: () => import("./commands/analyze/parse.ts"),
	},
	{
		name: "charts fetch",
		summary:
			"Fetch the lab's Helm charts and record what they accept and create",
		load: () => import("./commands/charts/fetch.ts"),
	},
	{
		name: "component new",
		summary: "Create a component with a test, and register it",
		load: () => import("./commands/component/new.ts"),
	},
	{
		name: "dashboard new",
		summary: "Create a dashboard and register it",
		load: () => import("./commands/dashboard/new.ts"),
	},
	{
		name: "format new",
		summary:
			"Create a log format with an example line and a test, and register it",
		load: () => import("./commands/format/new.ts"),
	},
	{
		name: "protocol new",
		summary:
			"Create a protocol with an event, a figure and a measure, and register it",
		load: () => import("./commands/protocol/new.ts"),
	},
	{
		name: "local-lab deploy",
		summary: "Roll out the working tree to the replica, committed or not",
		load: () => import("./commands/local-lab/deploy.ts"),
	},
	{
		name: "local-lab diff",
		summary: "Show what 'local-lab deploy' would change in the replica",
		load: () => import("./commands/local-lab/diff.ts"),
	},
	{
		name: "local-lab doctor",
		summary:
			"Check whether a replica can run on this machine; list what it cannot show",
		load: () => import("./commands/local-lab/doctor.ts"),
	},
	{
		name: "local-lab down",
		summary: "Stop the replica; keep its data",
		load: () => import("./commands/local-lab/down.ts"),
	},
	{
		name: "local-lab endpoints",
		summary:
			"Show the endpoints for metrics and logs, each with a query to copy",
		load: () => import("./commands/local-lab/endpoints.ts"),
	},
	{
		name: "local-lab logs",
		summary: "Show the last log lines of a replica process or a pod",
		load: () => import("./commands/local-lab/logs.ts"),
	},
	{
		name: "local-lab open",
		summary: "Open a dashboard or a store's web page in the browser",
		load: () => import("./commands/local-lab/open.ts"),
	},
	{
		name: "local-lab differences",
		summary:
			"List every difference between the lab and its replica, with the reason",
		load: () => import("./commands/local-lab/differences.ts"),
	},
	{
		name: "local-lab reset",
		summary: "Stop the replica and delete all its data",
		load: () => import("./commands/local-lab/reset.ts"),
	},
	{
		name: "local-lab status",
		summary: "Show the state of the replica: endpoints, bundles, processes",
		load: () => import("./commands/local-lab/status.ts"),
	},
	{
		name: "local-lab up",
		summary: "Start the replica of the lab, or repair it",
		load: () => import("./commands/local-lab/up.ts"),
	},
	{
		name: "parity",
		summary:
			"Compare the tree of another lab with ours; every loss needs a reason",
		load: () => import("./commands/parity.ts"),
	},
	{
		name: "provision adopt",
		summary:
			"Prepare a cluster that runs another lab for our bundles; keep its data",
		load: () => import("./commands/provision/adopt.ts"),
	},
	{
		name: "provision backup",
		summary:
			"Copy a snapshot of the cluster's state, and its token, to this machine",
		load: () => import("./commands/provision/backup.ts"),
	},
	{
		name: "provision cluster",
		summary: "Set up the lab on all machines of the inventory",
		load: () => import("./commands/provision/cluster.ts"),
	},
	{
		name: "provision drift",
		summary: "Check whether the machines still match the facts; suits cron",
		load: () => import("./commands/provision/drift.ts"),
	},
	{
		name: "provision firewall",
		summary: "Apply the firewall; it reverts if it locks us out",
		load: () => import("./commands/provision/firewall.ts"),
	},
	{
		name: "provision node",
		summary: "Add one machine to the lab",
		load: () => import("./commands/provision/node.ts"),
	},
	{
		name: "provision pin",
		summary: "Record the checksum of every file that the machines download",
		load: () => import("./commands/provision/pin.ts"),
	},
	{
		name: "provision remove",
		summary: "Remove one machine from the lab",
		load: () => import("./commands/provision/remove.ts"),
	},
	{
		name: "provision report",
		summary: "Write the inventory and the report on how to duplicate the lab",
		load: () => import("./commands/provision/report.ts"),
	},
	{
		name: "provision reset",
		summary: "Uninstall the lab from all its machines",
		load: () => import("./commands/provision/reset.ts"),
	},
	{
		name: "provision restore",
		summary: "Restore the cluster from a snapshot; later changes are lost",
		load: () => import("./commands/provision/restore.ts"),
	},
	{
		name: "provision rotate-secrets",
		summary: "Generate new values for declared secrets",
		load: () => import("./commands/provision/rotate-secrets.ts"),
	},
	{
		name: "provision upgrade",
		summary: "Upgrade k3s, one machine at a time",
		load: () => import("./commands/provision/upgrade.ts"),
	},
	{
		name: "provision verify",
		summary: "Verify that nodes, DNS, pods, storage and queries work",
		load: () => import("./commands/provision/verify.ts"),
	},
	{
		name: "report parity",
		summary:
			"Write the report on what of vaclab-2 is here, lost or changed, and why",
		load: () => import("./commands/report/parity.ts"),
	},
	{
		name: "report 10ksim",
		summary: "Write the report on what became of each experiment of 10ksim",
		load: () => import("./commands/report/10ksim.ts"),
	},
	{
		name: "schemas update",
		summary:
			"Record the schemas of the pinned API server and of the charts' CRDs",
		load: () => import("./commands/schemas/update.ts"),
	},
	{
		name: "synth",
		summary: "Render the lab's Fleet bundles",
		load: () => import("./commands/synth.ts"),
	},
	{
		name: "tools ensure",
		summary: "Install outside programs: find, download or build them",
		load: () => import("./commands/tools/ensure.ts"),
	},
	{
		name: "tools list",
		summary: "List the outside programs and where each comes from",
		load: () => import("./commands/tools/list.ts"),
	},
	{
		name: "tools path",
		summary: "Print the path of an outside program",
		load: () => import("./commands/tools/path.ts"),
	},
	{
		name: "experiment plan",
		summary: "Resolve an experiment to an immutable plan",
		load: () => import("./commands/experiment/plan.ts"),
	},
	{
		name: "experiment pin",
		summary: "Pin image digests so that plans do not depend on tags",
		load: () => import("./commands/experiment/pin.ts"),
	},
	{
		name: "experiment diff",
		summary: "Show the differences between two plans; exit 1 if there are any",
		load: () => import("./commands/experiment/diff.ts"),
	},
	{
		name: "experiment new",
		summary: "Create an experiment that runs immediately, and register it",
		load: () => import("./commands/experiment/new.ts"),
	},
	{
		name: "experiment rehearse",
		summary:
			"Try the objects of experiments on a real API server and scheduler",
		load: () => import("./commands/experiment/rehearse.ts"),
	},
	{
		name: "experiment run",
		summary: "Run an experiment until its verdict; Ctrl-C detaches",
		load: () => import("./commands/experiment/run.ts"),
	},
	{
		name: "experiment image",
		summary: "Build the runner's image, for runs inside the cluster",
		load: () => import("./commands/experiment/image.ts"),
	},
	{
		name: "experiment sweep",
		summary: "Run an experiment many times; call it again to resume",
		load: () => import("./commands/experiment/sweep.ts"),
	},
	{
		name: "experiment submit",
		summary: "Start a run in the background",
		load: () => import("./commands/experiment/submit.ts"),
	},
	{
		name: "experiment attach",
		summary: "Follow a run until it is done; resume it if its runner died",
		load: () => import("./commands/experiment/attach.ts"),
	},
	{
		name: "experiment status",
		summary: "Show the state of a run",
		load: () => import("./commands/experiment/status.ts"),
	},
	{
		name: "experiment logs",
		summary: "Print the log of the runner or of one node",
		load: () => import("./commands/experiment/logs.ts"),
	},
	{
		name: "experiment abort",
		summary: "End a run early: collect its data, then tear it down",
		load: () => import("./commands/experiment/abort.ts"),
	},
	{
		name: "experiment extend",
		summary: "Give a run more time before it expires",
		load: () => import("./commands/experiment/extend.ts"),
	},
	{
		name: "experiment collect",
		summary: "Verify the files of a run against their hashes, and copy them",
		load: () => import("./commands/experiment/collect.ts"),
	},
	{
		name: "experiment list",
		summary: "List the runs on this machine",
		load: () => import("./commands/experiment/list.ts"),
	},
	{
		name: "experiment gc",
		summary: "Stop runs without a runner; delete old runs",
		load: () => import("./commands/experiment/gc.ts"),
	},
	{
		name: "analyze report",
		summary: "Report on runs: one HTML page, Markdown, JUnit and CSV",
		load: () => import("./commands/analyze/report.ts"),
	},
	{
		name: "analyze compare",
		summary: "Decide whether one set of runs is better or worse than another",
		load: () => import("./commands/analyze/compare.ts"),
	},
	{
		name: "analyze archive",
		summary:
			"Archive a run with its logs and metrics, so that no server is needed",
		load: () => import("./commands/analyze/archive.ts"),
	},
	{
		name: "analyze import",
		summary: "Import a run of 10ksim into tables and report on it",
		load: () => import("./commands/analyze/import.ts"),
	},
	{
		name: "analyze tables",
		summary: "Convert logs and metrics of runs to Parquet tables",
		load: () => import("./commands/analyze/tables.ts"),
	},
];
