import { describeNeeding } from "@lab/core/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { nodeVersions } from "./kubectl.ts";
import { type TestLab, testLab, versions } from "./lab.ts";
import { minutes } from "./limits.ts";
import {
	type Machine,
	type Machines,
	startMachines,
} from "./machines/machines.ts";

const names = ["server-1", "server-2", "server-3"] as const;

describeNeeding(["root", "python", "debootstrap"], "three servers", () => {
	let machines: Machines;
	let lab: TestLab;
	const machine = (name: string) => lab.machines[name] as Machine;

	beforeAll(async () => {
		machines = await startMachines();
		lab = await testLab(machines, names);
		await lab.describe(names);
	}, minutes(15));
	afterAll(() => machines?.end());

	test(
		"the first server starts the cluster, and the others join it one at a time",
		async () => {
			await lab.report(["cluster"]);
			expect(await nodeVersions(machine("server-1"))).toEqual({
				"server-1": versions.usual,
				"server-2": versions.usual,
				"server-3": versions.usual,
			});
			const config = (name: string) =>
				machine(name).read("/etc/rancher/k3s/config.yaml");
			expect(await config("server-1")).toMatch(/^cluster-init: true$/m);
			expect(await config("server-2")).toMatch(
				/^server: https:\/\/10\.77\.0\.11:6443$/m,
			);
			const tokens = await Promise.all(
				names.map((name) => machine(name).read("/etc/rancher/k3s/token")),
			);
			expect(new Set(tokens).size).toBe(1);
		},
		minutes(6),
	);

	test("only servers can reach etcd", async () => {
		const table = await machine("server-1").shell("nft list table inet vaclab");
		expect(table.stdout).toMatch(
			/ip saddr \{ 10\.77\.0\.12, 10\.77\.0\.13 \} tcp dport 2379-2380 accept/,
		);
	});
});
