import { describe, expect, test } from "vitest";
import { type K3dCluster, planDown, planReset, planUp } from "./commands.ts";

const wanted = { owner: "me", config: "c1", file: "/lab/config/k3d.yaml" };

const cluster = (
	running: boolean,
	owner = "me",
	config = "c1",
): K3dCluster => ({
	name: "vaclab",
	serversRunning: running ? 1 : 0,
	serversCount: 1,
	agentsRunning: running ? 1 : 0,
	agentsCount: 1,
	nodes: ["server", "agent"].map((role) => ({
		role,
		env: [`VACLAB_REPLICA_OWNER=${owner}`, `VACLAB_REPLICA_CONFIG=${config}`],
		State: { Running: running },
	})),
});

const other = { ...cluster(true, "someone"), name: "theirs" };

describe("planning the calls of k3d", () => {
	test("no cluster: create one from our configuration", () => {
		expect(planUp([other], wanted)).toEqual({
			calls: [["cluster", "create", "--config", "/lab/config/k3d.yaml"]],
		});
	});

	test("the cluster is running: no calls", () => {
		expect(planUp([other, cluster(true)], wanted)).toEqual({ calls: [] });
	});

	test("the cluster or the machine was stopped: start the cluster", () => {
		expect(planUp([cluster(false)], wanted)).toEqual({
			calls: [["cluster", "start", "vaclab", "--wait"]],
		});
	});

	test("another configuration: report the remedy and change nothing", () => {
		const { calls, drift } = planUp([cluster(true, "me", "c0")], wanted);
		expect(calls).toEqual([]);
		expect(drift).toContain("pnpm local-lab reset");
	});

	test("down stops the cluster, reset deletes it, and both do nothing without one", () => {
		expect(planDown([cluster(true)], "me").calls).toEqual([
			["cluster", "stop", "vaclab"],
		]);
		expect(planReset([cluster(true)], "me").calls).toEqual([
			["cluster", "delete", "vaclab"],
		]);
		expect(planDown([other], "me").calls).toEqual([]);
		expect(planReset([other], "me").calls).toEqual([]);
	});

	test.each([
		["up", () => planUp([cluster(true, "someone")], wanted)],
		["down", () => planDown([cluster(true, "someone")], "me")],
		["reset", () => planReset([cluster(true, "someone")], "me")],
	])("%s refuses a cluster that is not ours", (_, plan) => {
		expect(plan).toThrow("not-our-cluster");
	});
});
