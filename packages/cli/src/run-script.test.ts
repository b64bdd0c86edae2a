import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { exitCode, LabError } from "@lab/core";
import { expect, test, vi } from "vitest";
import { runScript, type Script } from "./run-script.ts";

const script: Script = {
	name: "local-lab",
	provides: "KUBECONFIG of the replica",
	example: "kubectl get pods",
	environment: async () => ({ KUBECONFIG: "/replica/kubeconfig" }),
};

/** Runs a script. @returns its exit code and what it wrote to stderr */
async function runAndRead(script: Script, ...words: string[]) {
	const error = vi.spyOn(process.stderr, "write").mockReturnValue(true);
	const exit = await runScript(script, words);
	const text = error.mock.calls.map(([line]) => line).join("");
	error.mockRestore();
	return { exit, text };
}

test("exec runs a program with the script's variables and the words as given, and returns its exit code", async () => {
	const folder = await mkdtemp(join(tmpdir(), "script-"));
	const file = join(folder, "seen");
	const write =
		"fs.writeFileSync(process.argv[1], process.env.KUBECONFIG + ' ' + process.argv[2]); process.exit(7)";
	const words = [process.execPath, "-e", write, file, "a b; $c"];
	expect(await runScript(script, ["exec", ...words])).toBe(7);
	expect(await readFile(file, "utf8")).toBe("/replica/kubeconfig a b; $c");
	await rm(folder, { recursive: true });
});

test("exec without a program shows an example to copy", async () => {
	expect(await runAndRead(script, "exec")).toEqual({
		exit: exitCode.wrongInput,
		text: expect.stringContaining("pnpm local-lab exec kubectl get pods"),
	});
});

test("exec without a replica says what to do first", async () => {
	const environment = async () => {
		throw new LabError({
			code: "no-replica",
			what: "there is no replica",
			where: ".lab",
			help: "bring it up with 'pnpm local-lab up'",
			exit: exitCode.unavailable,
		});
	};
	expect(await runAndRead({ ...script, environment }, "exec", "true")).toEqual({
		exit: exitCode.unavailable,
		text: expect.stringContaining("local-lab up"),
	});
});
