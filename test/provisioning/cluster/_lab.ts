import { type Report, type TestLab, testLab, versions } from "../lab.ts";
import {
	type Machine,
	type Machines,
	startMachines,
} from "../machines/machines.ts";

/** Machines that the lab starts with. */
export const firstThree = ["server-1", "agent-1", "agent-2"] as const;
/** Variables for the previous version of k3s, with which the cluster starts so that it can be upgraded. */
export const before = { k3s_version: versions.before, agents_at_once: 1 };

export let machines: Machines;
export let lab: TestLab;
export let server: Machine;

/** Boots the machines once for all scenarios, each of which continues from the previous one. */
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

/** Output of a shell line on each of the first three machines. */
export const onAll = async (line: string) =>
	Object.fromEntries(
		await Promise.all(
			firstThree.map(
				async (name) =>
					[name, (await machine(name).shell(line)).stdout] as const,
			),
		),
	);

/** Tasks that changed something, as `host: task`. */
export const changes = ({ tasks }: Report) =>
	tasks
		.filter(({ changed }) => changed)
		.map(({ host, task }) => `${host}: ${task}`);
