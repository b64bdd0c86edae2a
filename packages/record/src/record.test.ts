import fc from "fast-check";
import { expect, test } from "vitest";
import { checkPlan } from "./check-plan.ts";
import { runEvent } from "./event.ts";
import { type Plan, sealPlan } from "./plan.ts";
import { publishRecord } from "./publish-record.ts";
import { smallPlan } from "./testing.ts";
import { findingsOf, parseDocument } from "./validate.ts";

type Path = readonly (string | number)[];

/** A plan with one value replaced (or removed, if `undefined`) and a new hash. */
function changed(path: Path, value: unknown): Plan {
	const { hash: _, schema: __, ...open } = structuredClone(smallPlan());
	const owner = path
		.slice(0, -1)
		.reduce<unknown>(
			(at, key) => (at as Record<string | number, unknown>)[key],
			open,
		) as Record<string | number, unknown>;
	const key = path.at(-1) as string;
	if (value === undefined) delete owner[key];
	else owner[key] = value;
	return sealPlan(open);
}

test("a correct plan has no findings, also after a round trip through JSON", () => {
	const plan = JSON.parse(JSON.stringify(smallPlan())) as unknown;
	expect(checkPlan(plan, "plan.json")).toEqual([]);
});

test.each<[string, Path, unknown, object]>([
	[
		"an unknown key: its path and the nearest name",
		["groups", 0, "replica"],
		3,
		{
			code: "unknown-key",
			where: "plan.json: groups[0].replica",
			help: "did you mean 'replicas'?",
		},
	],
	[
		"an unknown key below a kind of step",
		["timeline", 0, "timeout"],
		3,
		{
			where: "plan.json: timeline[0].timeout",
			help: "did you mean 'timeoutMs'?",
		},
	],
	[
		"a missing key",
		["seed"],
		undefined,
		{ code: "missing-key", where: "plan.json: seed" },
	],
	[
		"an unknown kind of step",
		["timeline", 0, "kind"],
		"publsh",
		{ where: "plan.json: timeline[0].kind", help: "did you mean 'publish'?" },
	],
	[
		"an unknown measure",
		["criteria", 0, "measure"],
		"delivery.missed",
		{ help: "did you mean 'delivery.missing'?" },
	],
	[
		"a node of no group",
		["timeline", 0, "messages", 3, "node"],
		"relay-99",
		{ code: "unknown-node", help: "the groups are relay (6)" },
	],
	[
		"a window that ends before it starts",
		["windows", 0, "startMs"],
		9000,
		{ code: "empty-window", where: "plan.json: windows.complete" },
	],
	[
		"an unknown window",
		["criteria", 0, "window"],
		"complet",
		{ code: "unknown-window", help: "did you mean 'complete'?" },
	],
	[
		"a window of a measure of whole runs",
		["criteria", 0],
		{ measure: "services.found", window: "complete", atLeast: 1 },
		{
			code: "measure-of-run",
			where: "plan.json: criteria.services.found",
			help: "leave the window out",
		},
	],
	[
		"two messages with the same id",
		["timeline", 0, "messages", 1, "id"],
		String(2n ** 62n),
		{ code: "repeated-message" },
	],
	[
		"a message id of 64 bits",
		["timeline", 0, "messages", 0, "id"],
		String(2n ** 63n),
		{ where: "plan.json: timeline[0].messages[0].id" },
	],
	[
		"a condition without a bound",
		["guards", 0, "atMost"],
		undefined,
		{ where: "plan.json: guards[0]" },
	],
	[
		"a baseline for a measure that the runner computes",
		["guards", 0, "baseline"],
		{ name: "v1", by: 0.1, confidence: 0.95 },
		{
			where: "plan.json: guards[0]",
			what: expect.stringContaining("only if the analysis computes"),
		},
	],
	[
		"a group name too long for its controller's suffix",
		["groups", 0, "name"],
		"a".repeat(53),
		{ where: "plan.json: groups[0].name" },
	],
	[
		"a port name that Kubernetes rejects",
		["groups", 0, "ports", 0, "name"],
		"a-name-of-sixteen",
		{ where: "plan.json: groups[0].ports[0].name" },
	],
	[
		"a Service name that starts with a digit",
		["groups", 0, "service"],
		"1st",
		{ where: "plan.json: groups[0].service" },
	],
	[
		"a variable name that contains '='",
		["groups", 0, "env"],
		{ "A=B": "c" },
		{ where: "plan.json: groups[0].env.A=B" },
	],
	[
		"two ports with the same number",
		["groups", 0, "ports", 1, "port"],
		5000,
		{ code: "repeated-name", where: "plan.json: groups.relay.ports.5000/TCP" },
	],
	[
		"two ports with the same name",
		["groups", 0, "ports", 1, "name"],
		"p2p",
		{ code: "repeated-name", where: "plan.json: groups.relay.ports.p2p" },
	],
])("%s", (_title, path, value, finding) => {
	expect(checkPlan(changed(path, value), "plan.json")).toMatchObject([finding]);
});

test("a plan edited by hand is rejected by its hash", () => {
	const plan = { ...smallPlan(), seed: "another" };
	expect(checkPlan(plan, "p")).toMatchObject([{ code: "plan-changed" }]);
});

test("the hash does not depend on the order of keys", () => {
	const plan = smallPlan();
	fc.assert(
		fc.property(fc.shuffledSubarray(Object.keys(plan)), (first) => {
			const order = [...new Set([...first, ...Object.keys(plan)])];
			const shuffled = Object.fromEntries(
				order.map((key) => [key, plan[key as keyof Plan]]),
			);
			expect(checkPlan(shuffled, "p")).toEqual([]);
		}),
	);
});

test("validation of any value returns findings and never throws", () => {
	fc.assert(
		fc.property(fc.jsonValue(), (value) => {
			for (const schema of [runEvent, publishRecord]) {
				for (const finding of findingsOf(schema, value, "x")) {
					expect(finding.help).not.toBe("");
				}
			}
			expect(checkPlan(value, "x").length).toBeGreaterThan(0);
		}),
	);
});

test("a truncated document is an error with its own code", () => {
	expect(() => parseDocument(runEvent, '{"kind":', "events.jsonl:7")).toThrow(
		expect.objectContaining({ code: "invalid-json" }),
	);
});
