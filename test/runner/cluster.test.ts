import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import { describeNeeding } from "@lab/core/testing";
import { readVerdict, writeRequest } from "@lab/runner";
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

	test("a bundle created through the API starts the pods in waves; probes confirm a churn; nothing is left", async () => {
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
		// These pods have no container and so no log, which the verdict must mention.
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
		["uncompressed", (text: string) => ({ content: text })],
		[
			"compressed",
			(text: string) => ({
				content: gzipSync(text).toString("base64"),
				encoding: "base64+gz",
			}),
		],
	] as const)(
		"a parked bundle, stored %s, is deployed while the run sets its label; the bundle itself stays",
		async (_, keep) => {
			const plan = parkedPlan("lab-parked");
			const kept = keep(plan.cluster?.files["relay.yaml"] ?? "");
			await kubectl("apply", "-f", await parkedBundle(plan, kept));
			const folder = await onCluster(plan);
			const lines: string[] = [];
			expect((await execute(folder, (text) => lines.push(text))).outcome).toBe(
				"succeeded",
			);
			expect(lines.join("\n")).not.toContain("creates its own");
			expect(eventsOf(folder, "wave-scaled").at(-1)?.replicas).toBe(30);
			expect(await bundles()).toBe("bundle.fleet.cattle.io/parked-small");
			await kubectl("delete", ...parked, "parked-small");
			await expectNothingLeft(folder, "lab-parked");
		},
		180_000,
	);

	test("without a matching parked bundle, a run creates its own and leaves the other one alone", async () => {
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
			const lines: string[] = [];
			const verdict = await execute(folder, (line) => lines.push(line));
			expect(verdict.outcome).toBe("succeeded");
			expect(lines.join("\n")).toContain("the run creates its own");
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

	test("a foreign namespace is neither used nor deleted", async () => {
		await kubectl("create", "namespace", "foreign");
		const folder = await onCluster(
			clusterPlan("foreign", [], (open) => {
				open.limits.deployingMs = 3000;
			}),
		);
		const verdict = await execute(folder);
		expect(verdict.reasons[0]).toContain("does not belong to this run");
		expect(await kubectl("get", "namespace", "foreign", "-o", "name")).toBe(
			"namespace/foreign",
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
				void writeRequest(folder, { kind: "abort", by: "test" });
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
	])("killed with -9, %s", (when, line) => {
		test("a second runner completes the run like an undisturbed one, and no object is left", async () => {
			const namespace = `lab-killed-${when.replace(" ", "-")}`;
			const folder = await onCluster(
				clusterPlan(namespace, [
					{ kind: "wait", name: "wait", atMs: 0, durationMs: 2000 },
				]),
			);
			await executeAndDie(folder, line, 0);
			expect(statesIn(folder)).not.toContain("done");
			// These pods have no container and so no log, which is another reason.
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

	test("a run survives 30 s without an API server", async () => {
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
				// Controllers that lost their leases meanwhile have exited.
				await bringUp();
			});
		});
		await back;
		expect(verdict.outcome).toBe("succeeded");
		expect(eventsOf(folder, "node-lost")).toEqual([]);
		await expectNothingLeft(folder, "lab-away");
	}, 240_000);
});
