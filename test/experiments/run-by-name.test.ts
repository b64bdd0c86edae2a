import { expect, test } from "vitest";
import { experiment } from "./_experiment.ts";

const small = ["--backend", "process", "--set", "nodes=8", "--set", "dwell=1s"];

test("gossip-smoke succeeds on real nodes, is valid and passes", async () => {
	expect(await experiment("run", "gossip-smoke", ...small)).toMatchObject({
		exit: 0,
		document: {
			outcome: "succeeded",
			validity: "valid",
			verdict: "pass",
			reasons: [],
		},
	});
}, 180_000);

test("a network that loses messages fails, and the reasons list missing deliveries", async () => {
	const { exit, document } = await experiment("run", "gossip-lossy", ...small);
	expect(exit).toBe(1);
	expect(document).toMatchObject({ validity: "valid", verdict: "fail" });
	expect(String(document.reasons)).toMatch(/missing: \d+ at pod-\d/);
}, 180_000);

test("failed publishes make the run invalid, and the reason says which and why", async () => {
	const { exit, document } = await experiment(
		"run",
		"gossip-refused",
		...small,
	);
	expect(exit).toBe(1);
	expect(document).toMatchObject({
		outcome: "succeeded",
		validity: "invalid",
		verdict: "unjudged",
	});
	expect(String(document.reasons)).toMatch(/\d+ at pod-\d refused \(500/);
}, 180_000);
