import { chmod, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Event, HostSummary, TaskResult } from "./events.ts";

export interface RunReport {
	readonly playbook: string;
	readonly check: boolean;
	readonly startedAt: string;
	readonly seconds: number;
	readonly outcome: "done" | "failed" | "interrupted";
	readonly versions: Readonly<Record<string, string>>;
	readonly hosts: Readonly<Record<string, HostSummary>>;
	readonly tasks: readonly Omit<TaskResult, "event" | "diff">[];
	readonly slowest: readonly {
		readonly task: string;
		readonly seconds: number;
	}[];
}

/** Tasks that changed something, as `host: role: task`. */
export const changesOf = ({ tasks }: Pick<RunReport, "tasks">): string[] =>
	tasks
		.filter(({ changed }) => changed)
		.map(({ host, role, task }) =>
			[host, role, task].filter(Boolean).join(": "),
		);

/** The ten slowest tasks, with their time summed over all machines. */
export function slowestOf(
	results: readonly TaskResult[],
): { task: string; seconds: number }[] {
	const spent = new Map<string, number>();
	for (const { role, task, seconds } of results) {
		const name = [role, task].filter(Boolean).join(": ");
		spent.set(name, (spent.get(name) ?? 0) + seconds);
	}
	return [...spent]
		.map(([task, seconds]) => ({
			task,
			seconds: Math.round(seconds * 10) / 10,
		}))
		.sort((a, b) => b.seconds - a.seconds)
		.slice(0, 10);
}

/** Writes the report, readable only by its owner. @returns its path */
export async function writeReport(
	folder: string,
	report: RunReport,
	log: readonly string[],
): Promise<string> {
	await mkdir(folder, { recursive: true, mode: 0o700 });
	await chmod(folder, 0o700);
	const path = join(folder, "report.json");
	const secret = { mode: 0o600 } as const;
	await writeFile(path, `${JSON.stringify(report, null, 2)}\n`, secret);
	await writeFile(join(folder, "ansible.log"), `${log.join("\n")}\n`, secret);
	return path;
}

export const summaryOf = (
	events: readonly Event[],
): Readonly<Record<string, HostSummary>> =>
	events.find((event) => event.event === "end")?.hosts ?? {};
