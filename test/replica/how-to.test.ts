import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { tryRun } from "@lab/core";
import { describeNeeding } from "@lab/core/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { root, TestReplica } from "./_replica.ts";

const MINUTES = 60_000;
const page = join(root, "docs/how-to/local-lab.md");

/** Commands that exit with 1 if they find something. */
const answers = ["pnpm local-lab diff"];

describeNeeding(["go"], "the how-to of the local replica", () => {
	let replica: TestReplica;
	let bin: string;

	beforeAll(async () => {
		replica = await TestReplica.make();
		bin = join(replica.home, "bin");
		await mkdir(bin);
		await writeFile(join(bin, "pnpm"), PNPM, { mode: 0o755 });
	}, 40 * MINUTES);

	afterAll(() => replica?.end(), 2 * MINUTES);

	test(
		"its commands work as described, in order",
		async () => {
			const text = await readFile(page, "utf8");
			const blocks = [...text.matchAll(/```sh\n([\s\S]*?)```/g)].map(
				([, block]) => block ?? "",
			);
			expect(blocks.length).toBeGreaterThan(4);
			const outputs: string[] = [];
			for (const block of blocks) {
				const { prometheusUrl } =
					outputs.length === 0
						? { prometheusUrl: "" }
						: await replica.endpoints();
				const script = block
					.replaceAll("http://127.0.0.1:8427", prometheusUrl)
					.replaceAll("endpoints.json", join(replica.home, "endpoints.json"));
				outputs.push(await runBlock(script));
			}
			expect(outputs[0]).toMatch(/Prometheus +http:\/\/127\.0\.0\.1:\d+/);
			expect(outputs[1]).toContain('"status":"success"');
			expect(outputs[2]).toContain("hello from nodes-0");
		},
		40 * MINUTES,
	);

	async function runBlock(script: string): Promise<string> {
		const tolerant = script.split("\n").map((line) => {
			const command = line.split("#")[0]?.trim() ?? "";
			return answers.includes(command) ? `${command} || [ $? = 1 ]` : line;
		});
		const { exit, stdout, stderr } = await tryRun(
			"bash",
			["-euo", "pipefail", "-c", tolerant.join("\n")],
			{
				cwd: root,
				timeout: "15m",
				env: {
					...replica.env,
					PATH: `${bin}:${process.env.PATH}`,
					LAB_ROOT: root,
				},
			},
		);
		expect([script, exit, stderr]).toEqual([script, 0, expect.anything()]);
		return stdout;
	}
});

/** Replacement for pnpm that runs a root script without pnpm's startup time and banner. */
const PNPM = `#!/bin/sh
[ "$1" = --silent ] && shift
case $1 in
local-lab) shift; exec node "$LAB_ROOT/packages/launch/launch.mjs" "$LAB_ROOT/local-lab/local-lab.ts" "$@" ;;
synth) exec node "$LAB_ROOT/packages/launch/launch.mjs" "$LAB_ROOT/packages/cli/src/main.ts" "$@" --check ;;
*) echo "unknown script $1" >&2; exit 2 ;;
esac
`;
