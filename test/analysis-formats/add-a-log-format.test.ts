import { readFileSync } from "node:fs";
import { join } from "node:path";
import { defineEvent, LogParser, toRows } from "@lab/analysis";
import { tryRun } from "@lab/core";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "../..");
const guide = readFileSync(
	join(root, "docs/how-to/add-a-log-format.md"),
	"utf8",
);
const commands = [...guide.matchAll(/```sh\n([\s\S]*?)```/g)]
	.map(([, block = ""]) => block.trim())
	.filter((command) => command.startsWith("pnpm analyze"));

/** Runs a command of the guide. */
const runCommand = (command: string) => {
	const [, ...words] = command.split(" ");
	return tryRun(
		"node",
		["packages/launch/launch.mjs", "packages/cli/src/main.ts", ...words],
		{
			cwd: root,
			timeout: "60s",
		},
	);
};

test("analyze parse counts the lines of the guide's example", async () => {
	const command = commands.find((text) => text.includes("analyze parse"));
	const { exit, stdout } = await runCommand(`${command} --json`);
	expect(exit).toBe(1); // two lines have no format
	expect(JSON.parse(stdout)).toMatchObject({
		lines: 9,
		events: { "libp2p.received": 1, "libp2p.delivery-echo": 1, log: 3 },
		continuations: 2,
		unparsed: [{ reason: "no format", count: 2 }],
	});
});

test("analyze learn proposes the event of the guide", async () => {
	const command = commands.find((text) => text.includes("analyze learn"));
	const { exit, stdout } = await runCommand(`${command}`);
	expect(exit).toBe(0);
	expect(stdout).toContain('messages: ["block imported"]');
	expect(stdout).toContain('tookMs: { type: "int64", unit: "ms"');
	expect(stdout).toContain('templates: ["peer <peer> left after <after> s"]');
});

test("the guide's schema reads its own sample", () => {
	const source = /```ts\nexport const blockImported = ([\s\S]*?);\n```/.exec(
		guide,
	)?.[1];
	const schema = new Function("defineEvent", `return ${source}`)(
		defineEvent,
	) as ReturnType<typeof defineEvent>;
	const parser = new LogParser({ schemas: [schema] });
	const stream = parser.stream("test");
	for (const { line } of schema.samples) stream.writeLine(line);
	stream.end();
	expect(parser.end().flatMap(toRows)).toMatchObject(
		schema.samples.map(({ row }) => row),
	);
});

test.each([
	[["parse", "no-such.log"], "no-log-files"],
	[["learn", "docs/how-to/example-log.txt", "--least", "none"], "wrong-option"],
])("analyze %j exits with 2 and %s", async (words, code) => {
	const { exit, stderr } = await runCommand(`pnpm analyze ${words.join(" ")}`);
	expect(exit).toBe(2);
	expect(stderr).toContain(`error[${code}]`);
});

test("analyze parse shows rows with exact integers", async () => {
	const { stdout } = await runCommand(
		"pnpm analyze parse docs/how-to/example-log.txt --rows --image nim-libp2p-test:v1 --json",
	);
	expect(JSON.parse(stdout).rows["libp2p.received"]).toMatchObject([
		{ msgId: "13647046878266911", delayMs: "1" },
	]);
});
