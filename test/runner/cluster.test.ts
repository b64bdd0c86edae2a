import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import { describeNeeding } from "@lab/core/testing";
import { leaveRequest, readVerdict } from "@lab/runner";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
	bringUp,
	clusterFolder,
	clusterPlan,
	endCluster,
	execute,
	expectNothingLeft,
	kubectl,
	onCluster,
	parkedBundle,
	startCluster,
} from "./_cluster.ts";
import { leases } from "./_leases.ts";
import { eventsOf, executeAndDie, statesIn } from "./fixtures.ts";

describeNeeding(["go"], "on a real API server with Fleet", () => {
	beforeAll(startCluster, 900_000);
	afterAll(endCluster);

	leases();

	test("a bundle made by API brings the pods in waves; a churn is proven; afterwards nothing is left", async () => {
		const folder = await onCluster(
			clusterPlan("lab-waves", [
				{
					kind: "churn",
					name: "churn",
					atMs: 500,
					downMs: 4000,
					by: "scale",
					nodes: ["relay-28", "relay-29"],
				},
			]),
		);
		const verdict = await execute(folder);
		expect(verdict.outcome).toBe("succeeded");
		expect(
			eventsOf(folder, "wave-scaled").map(({ replicas }) => replicas),
		).toEqual([10, 20, 30]);
		expect(eventsOf(folder, "probed").map(({ holds }) => holds)).toEqual([
			true,
			true,
			true,
		]);
		expect(eventsOf(folder, "node-lost")).toEqual([]);
		expect(
			await readFile(join(folder.path, "objects/objects.yaml"), "utf8"),
		).toContain("relay-29");
		// Pods without a container have no log: said, not passed over.
		expect((await readVerdict(folder)).reasons.join("\n")).toContain(
			"relay-0.log is missing",
		);
		await expectNothingLeft(folder, "lab-waves");
	}, 180_000);

	const parkedPlan = (namespace: string) =>
		clusterPlan(namespace, [], (open) => {
			if (open.cluster === undefined) return;
			open.cluster.bundle = "parked-small";
			open.cluster.label = { key: "lab.vac.dev/parked-small", value: "on" };
		});
	const parked = ["-n", "fleet-local", "bundles.fleet.cattle.io"];
	const bundles = () => kubectl("get", ...parked, "-o", "name");

	test.each([
		["as it is", (text: string) => ({ content: text })],
		[
			"compressed",
			(text: string) => ({
				content: gzipSync(text).toString("base64"),
				encoding: "base64+gz",
			}),
		],
	] as const)(
		"a parked bundle, kept %s, comes with the run's label and goes with it; the bundle itself stays",
		async (_, keep) => {
			const plan = parkedPlan("lab-parked");
			const kept = keep(plan.cluster?.files["relay.yaml"] ?? "");
			await kubectl("apply", "-f", await parkedBundle(plan, kept));
			const folder = await onCluster(plan);
			const told: string[] = [];
			expect((await execute(folder, (text) => told.push(text))).outcome).toBe(
				"succeeded",
			);
			expect(told.join("\n")).not.toContain("brings its own");
			expect(eventsOf(folder, "wave-scaled").at(-1)?.replicas).toBe(30);
			expect(await bundles()).toBe("bundle.fleet.cattle.io/parked-small");
			await kubectl("delete", ...parked, "parked-small");
			await expectNothingLeft(folder, "lab-parked");
		},
		180_000,
	);

	test("where another commit waits, or nothing, a run brings its own bundle and lets the other lie", async () => {
		for (const waiting of ["other", "none"]) {
			const plan = parkedPlan(`lab-${waiting}`);
			const text = plan.cluster?.files["relay.yaml"] ?? "";
			if (waiting === "other")
				await kubectl(
					"apply",
					"-f",
					await parkedBundle(plan, {
						content: text.replaceAll("example/relay:1", "example/relay:0"),
					}),
				);
			const folder = await onCluster(plan);
			const told: string[] = [];
			const verdict = await execute(folder, (line) => told.push(line));
			expect(verdict.outcome).toBe("succeeded");
			expect(told.join("\n")).toContain("the run brings its own");
			expect(
				await readFile(join(folder.path, "objects/objects.yaml"), "utf8"),
			).toContain("example/relay:1");
			if (waiting === "other") {
				expect(await bundles()).toBe("bundle.fleet.cattle.io/parked-small");
				await kubectl("delete", ...parked, "parked-small");
			}
			await expectNothingLeft(folder, `lab-${waiting}`);
		}
	}, 240_000);

	test("a namespace that is somebody else's is neither used nor deleted", async () => {
		await kubectl("create", "namespace", "somebody");
		const folder = await onCluster(
			clusterPlan("somebody", [], (open) => {
				open.limits.deployingMs = 3000;
			}),
		);
		const verdict = await execute(folder);
		expect(verdict.reasons[0]).toContain("is not of this run");
		expect(await kubectl("get", "namespace", "somebody", "-o", "name")).toBe(
			"namespace/somebody",
		);
	}, 120_000);

	describe.each([
		"planned",
		"queued",
		"leased",
		"deploying",
		"settling",
		"running",
		"draining",
		"collecting",
		"tearing-down",
	])("aborted in '%s'", (state) => {
		test("no object is left", async () => {
			const namespace = `lab-abort-${state}`;
			const folder = await onCluster(
				clusterPlan(namespace, [
					{ kind: "wait", name: "wait", atMs: 0, durationMs: 20_000 },
				]),
			);
			const verdict = await execute(folder, (text) => {
				if (text !== state) return;
				void leaveRequest(folder, { kind: "abort", by: "test" });
			});
			expect(verdict.outcome).toBe("aborted");
			await expectNothingLeft(folder, namespace);
		}, 120_000);
	});

	describe.each([
		["planned", "planned"],
		["queued", "queued"],
		["leased", "leased"],
		["deploying", "deploying"],
		["between waves", "relay: 20 of 30 started"],
		["settling", "settling"],
		["running", "running"],
		["draining", "draining"],
		["collecting", "collecting"],
		["tearing-down", "tearing-down"],
	])("killed with -9, %s", (when, told) => {
		test("a second runner ends it as if it had been the first, and no object is left", async () => {
			const namespace = `lab-killed-${when.replace(" ", "-")}`;
			const folder = await onCluster(
				clusterPlan(namespace, [
					{ kind: "wait", name: "wait", atMs: 0, durationMs: 2000 },
				]),
			);
			await executeAndDie(folder, told, 0);
			expect(statesIn(folder)).not.toContain("done");
			// Pods without a container have no log, and the run says so.
			const { outcome, reasons } = await execute(folder);
			expect([outcome, reasons]).toEqual([
				"succeeded",
				expect.not.arrayContaining([expect.stringMatching(/failed|expired/)]),
			]);
			expect(
				eventsOf(folder, "wave-scaled").map(({ replicas }) => replicas),
			).toEqual([10, 20, 30]);
			expect(eventsOf(folder, "timeline-started")).toHaveLength(1);
			expect(eventsOf(folder, "node-lost")).toEqual([]);
			expect(
				await readFile(join(folder.path, "objects/objects.yaml"), "utf8"),
			).toContain("relay-29");
			await expectNothingLeft(folder, namespace);
		}, 180_000);
	});

	test("an API server that is away for 30 s: the run waits, and ends as if nothing had been", async () => {
		const folder = await onCluster(
			clusterPlan("lab-away", [
				{ kind: "wait", name: "wait", atMs: 0, durationMs: 5000 },
			]),
		);
		const pid = Number(
			JSON.parse(await readFile(clusterFolder().pid("kube-apiserver"), "utf8"))
				.pid,
		);
		let back: Promise<unknown> | undefined;
		const verdict = await execute(folder, (text) => {
			if (text !== "relay: 20 of 30 started" || back !== undefined) return;
			process.kill(pid, "SIGSTOP");
			back = setTimeout(30_000).then(async () => {
				process.kill(pid, "SIGCONT");
				// Controllers that lost their leases meanwhile have ended.
				await bringUp();
			});
		});
		await back;
		expect(verdict.outcome).toBe("succeeded");
		expect(eventsOf(folder, "node-lost")).toEqual([]);
		await expectNothingLeft(folder, "lab-away");
	}, 240_000);
});
