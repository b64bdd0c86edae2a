import { expect, test } from "vitest";
import type { TaskResult } from "./events.ts";
import { asFindings } from "./faults.ts";

const failed = (given: Partial<TaskResult>): TaskResult => ({
	event: "result",
	host: "node-01",
	task: "Examine the machine",
	role: "preflight",
	status: "unreachable",
	changed: false,
	seconds: 1,
	...given,
});

test.each([
	[
		"@ WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED! @ Host key verification failed.",
		"host-key-changed",
	],
	["No ED25519 host key is known for 10.0.0.1", "host-key-unknown"],
	["lab@10.0.0.1: Permission denied (publickey).", "login-refused"],
	["Incorrect sudo password", "become-refused"],
	["connect to host 10.0.0.1 port 22: No route to host", "unreachable-host"],
])("the message '%s' becomes the error %s", (msg, code) => {
	expect(asFindings([failed({ msg })], "again")).toMatchObject([
		{ code, what: expect.stringContaining("node-01") },
	]);
});

test("each preflight problem becomes a separate finding with its own help", () => {
	const msg = "node-01 has 2 threads: get more\nnode-02 has no disk: mount it";
	expect(
		asFindings(
			[
				failed({
					status: "failed",
					task: "Stop if any machine has a problem",
					msg,
				}),
			],
			"again",
		),
	).toMatchObject([
		{ code: "preflight", what: "node-01 has 2 threads", help: "get more" },
		{ code: "preflight", what: "node-02 has no disk", help: "mount it" },
	]);
});

test("any other failure reports what failed, where, and how to continue", () => {
	expect(
		asFindings(
			[failed({ status: "failed", role: "chart", msg: "no space left" })],
			"pnpm provision cluster",
		),
	).toMatchObject([
		{
			code: "task-failed",
			what: "no space left",
			where: "node-01: chart: Examine the machine",
			help: expect.stringContaining("pnpm provision cluster"),
		},
	]);
});
