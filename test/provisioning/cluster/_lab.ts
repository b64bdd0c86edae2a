import { type Report, type TestLab, testLab, versions } from "../lab.ts";
import {
	type Machine,
	type Machines,
	startMachines,
} from "../machines/machines.ts";

/** The machines that the lab begins with. */
export const firstThree = ["server-1", "agent-1", "agent-2"] as const;
/** The cluster starts with the version before, so that there is one to go to. */
export const before = { k3s_version: versions.before, agents_at_once: 1 };
export const minutes = (count: number) => count * 60_000;

export let machines: Machines;
export let lab: TestLab;
export let server: Machine;

/** Booted once for all scenarios, which go on from each other. */
export async function startLab(): Promise<void> {
	machines = await startMachines();
	lab = await testLab(machines, [...firstThree, "agent-3"]);
	await lab.describe(firstThree, before);
	server = machine("server-1");
}

export const endLab = () => machines?.end();

export function machine(name: string): Machine {
	const found = lab.machines[name];
	if (found === undefined) throw new Error(`no machine ${name}`);
	return found;
}

/** What a shell line prints on each of the first three. */
export const onAll = async (line: string) =>
	Object.fromEntries(
		await Promise.all(
			firstThree.map(
				async (name) =>
					[name, (await machine(name).shell(line)).stdout] as const,
			),
		),
	);

/** Host and name of each task that changed something. */
export const changes = ({ tasks }: Report) =>
	tasks
		.filter(({ changed }) => changed)
		.map(({ host, task }) => `${host}: ${task}`);
