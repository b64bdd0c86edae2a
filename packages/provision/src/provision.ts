import { mkdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import process from "node:process";
import {
	assertNoFaults,
	LabError,
	type Progress,
	writeFileAtomically,
} from "@lab/core";
import { checkFacts } from "@lab/lab/check";
import { assertPinned, readChecksums } from "./downloads.ts";
import { ansibleEnvironment } from "./environment.ts";
import { asFindings, unavailable } from "./faults.ts";
import { assertLimit, readInventory } from "./hosts.ts";
import {
	type Inventory,
	inventoryPath,
	inventoryText,
	labInventory,
} from "./inventory.ts";
import { runPlaybook } from "./playbook.ts";
import {
	type RunReport,
	slowestOf,
	summaryOf,
	writeReport,
} from "./run-report.ts";
import { vaultArguments } from "./vault.ts";

export interface ProvisionOptions {
	readonly root: string;
	/** Absolute path of the folder for reports and Ansible's state. */
	readonly state: string;
	/** Path of the inventory. @default generated from the lab's facts */
	readonly inventory?: string | undefined;
	readonly vault?: string | undefined;
	readonly vaultPasswordFile?: string | undefined;
	/** Account on the machines. @default the operator's own */
	readonly user?: string | undefined;
	readonly limit?: string | undefined;
	readonly check: boolean;
	readonly diff: boolean;
	readonly progress: Progress;
	readonly signal: AbortSignal;
}

export interface Job {
	readonly playbook: string;
	readonly variables?: Readonly<Record<string, unknown>>;
	/** Command that the operator typed, to be shown for running it again. */
	readonly command: string;
	/** Downloads of the machines: all must be pinned before the first change. */
	readonly downloads: readonly ("k3s" | "charts")[];
}

export interface Provisioned {
	readonly report: RunReport;
	readonly reportFile: string;
}

/**
 * Prepares the inventory of a run: the given one, or the lab's, regenerated from the facts.
 *
 * @throws LabError with all findings of the facts' checks
 */
export async function prepareInventory(
	options: Pick<ProvisionOptions, "root" | "inventory">,
): Promise<{ path: string; inventory: Inventory }> {
	if (options.inventory !== undefined) {
		const path = resolve(options.inventory);
		return { path, inventory: await readInventory(path) };
	}
	assertNoFaults(checkFacts());
	const inventory = labInventory(await readChecksums(options.root));
	const path = join(options.root, inventoryPath);
	await writeFileAtomically(path, inventoryText(inventory));
	return { path, inventory };
}

/**
 * Runs one job on the machines.
 *
 * @throws LabError before any change: problems of facts, vault, downloads, connections and machines;
 * afterwards: `task-failed`, `interrupted`
 */
export async function provision(
	job: Job,
	options: ProvisionOptions,
): Promise<Provisioned> {
	const { root, progress } = options;
	const { path, inventory } = await prepareInventory(options);
	if (options.limit !== undefined) assertLimit(options.limit, inventory);
	const k3sVersion = k3sVersionOf(job, inventory);
	assertPinned(downloadsOf(job, inventory, k3sVersion));
	const requirements = join(root, "ansible/requirements.txt");
	const ansible = await ansibleEnvironment(requirements, progress);
	const vault = await vaultArguments(
		{
			file: options.vault ?? join(root, "ansible/vault.yml"),
			passwordFile:
				options.vaultPasswordFile ?? join(options.state, "vault-password"),
		},
		ansible,
	);
	const releases = process.env.VACLAB_RELEASES;
	const mirror = releases === undefined ? {} : { download_mirror: releases };
	const started = new Date();
	await mkdir(options.state, { recursive: true, mode: 0o700 });
	const playbookRun = await runPlaybook({
		name: job.playbook,
		root,
		state: options.state,
		inventory: path,
		variables: { ...mirror, ...job.variables },
		check: options.check,
		arguments: [
			...vault,
			...(options.diff ? ["--diff"] : []),
			...(options.limit === undefined ? [] : ["--limit", options.limit]),
			...(options.user === undefined ? [] : ["--user", options.user]),
		],
		ansible,
		progress,
		signal: options.signal,
	});
	const report: RunReport = {
		playbook: job.playbook,
		check: options.check,
		startedAt: started.toISOString(),
		seconds: (Date.now() - started.getTime()) / 1000,
		outcome: playbookRun.interrupted
			? "interrupted"
			: playbookRun.exit === 0
				? "done"
				: "failed",
		versions: {
			k3s: k3sVersion,
			...Object.fromEntries(
				inventory.all.vars.lab.charts.map(({ name, url }) => [
					name,
					url.slice(url.lastIndexOf("/") + 1),
				]),
			),
		},
		hosts: summaryOf(playbookRun.events),
		tasks: playbookRun.results.map(({ event: _, diff: __, ...task }) => task),
		slowest: slowestOf(playbookRun.results),
	};
	const folder = join(
		options.state,
		"runs",
		`${started.toISOString().replaceAll(":", "-")}-${job.playbook}`,
	);
	const reportFile = await writeReport(folder, report, playbookRun.log);
	if (playbookRun.interrupted) {
		throw new LabError({
			code: "interrupted",
			what: `the run was interrupted after ${playbookRun.results.length} task results`,
			where: reportFile,
			help: `run it again to continue from there: ${job.command}`,
			exit: 3,
		});
	}
	if (playbookRun.exit !== 0) {
		const failed = playbookRun.results.filter(
			({ status }) => status === "failed" || status === "unreachable",
		);
		const findings = asFindings(failed, job.command);
		throw unavailable(
			findings.length > 0
				? findings
				: asFindings([startFailure(playbookRun.log)], job.command),
		);
	}
	return { report, reportFile };
}

/** Result for a run in which Ansible stopped before its first task, with the end of its output. */
const startFailure = (log: readonly string[]) =>
	({
		event: "result",
		host: "ansible",
		task: "start",
		role: "",
		status: "failed",
		changed: false,
		seconds: 0,
		msg: log.slice(-5).join("\n"),
	}) as const;

/** k3s version that a run installs: the job's, otherwise the inventory's, otherwise the lab's. */
function k3sVersionOf(job: Job, { all: { vars } }: Inventory): string {
	const chosen: Record<string, unknown> = { ...vars, ...job.variables };
	return String(chosen.k3s_version ?? vars.lab.k3s.version);
}

function downloadsOf(
	{ downloads }: Job,
	inventory: Inventory,
	version: string,
) {
	const { k3s, charts } = inventory.all.vars.lab;
	const releases: Record<string, { url: string; sha256: string }> =
		k3s.releases;
	return [
		...(downloads.includes("k3s") ? [releases[version] ?? []].flat() : []),
		...(downloads.includes("charts") ? charts : []),
	];
}
