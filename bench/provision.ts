import { readFile } from "node:fs/promises";
import { setInterval } from "node:timers";
import { type Progress, run } from "@lab/core";
import { type Report, testLab } from "../test/provisioning/lab.ts";
import { startMachines } from "../test/provisioning/machines/machines.ts";
import type { Aim } from "./registry.ts";

const three = ["server-1", "agent-1", "agent-2"];

/** Measures provisioning on machines made of namespaces, with a stand-in for k3s, relative to its first run. */
export async function bench({
	progress,
}: {
	progress: Progress;
}): Promise<Aim[]> {
	const machines = await startMachines();
	try {
		const lab = await testLab(machines, [...three, "agent-3", "agent-4"]);
		const memory = peakMemory(machines.network.name);
		const measured = async (
			what: string,
			names: readonly string[],
			words: readonly string[],
		) => {
			progress.step(what);
			await lab.describe(names);
			const report = await lab.report(words);
			progress.note(slowest(what, report));
			return report;
		};
		const four = [...three, "agent-3"];
		const fresh = await measured("fresh 1+2", three, ["cluster"]);
		const second = await measured("second run", three, ["cluster"]);
		const check = await measured("check mode", three, ["cluster", "--check"]);
		const toThree = await measured("a node added to 3", four, [
			"node",
			"agent-3",
		]);
		const toFour = await measured(
			"a node added to 4",
			[...four, "agent-4"],
			["node", "agent-4"],
		);
		const megabytes = await memory.stop();
		const ratio = (report: Report) => report.seconds / fresh.seconds;
		const tasks = ({ hosts }: Report, host: string) => hosts[host]?.ok ?? 0;
		const elsewhere = (report: Report, host: string) =>
			report.tasks.filter((task) => task.host === host).length;
		return [
			{ what: "fresh 1+2", measured: fresh.seconds, unit: "s" },
			{
				what: "second run / fresh",
				measured: ratio(second),
				unit: "",
				atMost: 0.3,
			},
			{
				what: "check mode / fresh",
				measured: ratio(check),
				unit: "",
				atMost: 0.3,
			},
			{
				what: "one node added to 3 / fresh",
				measured: ratio(toThree),
				unit: "",
			},
			{
				what: "one node added to 4 / one added to 3",
				measured: toFour.seconds / toThree.seconds,
				unit: "",
				atMost: 1.2,
			},
			...three.map((host) => ({
				what: `tasks of ${host}, fresh`,
				measured: tasks(fresh, host),
				unit: "tasks",
			})),
			...three.map((host) => ({
				what: `tasks of ${host}, second run`,
				measured: tasks(second, host),
				unit: "tasks",
			})),
			{
				what: "tasks of agent-1: node added to 4 minus node added to 3",
				measured: elsewhere(toFour, "agent-1") - elsewhere(toThree, "agent-1"),
				unit: "tasks",
				atMost: 0,
			},
			{
				what: "peak memory on the operator's computer",
				measured: megabytes,
				unit: "MB",
			},
		];
	} finally {
		await machines.end();
	}
}

const slowest = (what: string, { slowest, seconds }: Report) =>
	[
		`${what}: ${seconds.toFixed(1)}s; slowest tasks, summed over machines:`,
		...slowest.map(
			({ task, seconds }) => `  ${seconds.toFixed(1).padStart(6)}s  ${task}`,
		),
	].join("\n");

/** Samples the memory of all processes on the operator's computer; shared memory counts once. */
function peakMemory(namespace: string): { stop(): Promise<number> } {
	let peak = 0;
	const look = async () => {
		const { stdout } = await run("ip", ["netns", "pids", namespace], {
			timeout: "10s",
		});
		const sizes = await Promise.all(
			stdout
				.trim()
				.split("\n")
				.map(async (pid) => {
					const text = await readFile(
						`/proc/${pid}/smaps_rollup`,
						"utf8",
					).catch(
						() => "", // The process has exited.
					);
					return Number(/^Pss: +(\d+) kB$/m.exec(text)?.[1] ?? 0);
				}),
		);
		peak = Math.max(peak, sizes.reduce((sum, size) => sum + size, 0) / 1024);
	};
	let last = Promise.resolve();
	const timer = setInterval(() => {
		last = last.then(look);
	}, 1000);
	return {
		stop: async () => {
			clearInterval(timer);
			await last;
			return peak;
		},
	};
}
