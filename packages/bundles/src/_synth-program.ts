/** Runs synth in a process that a test can kill, for each line of its input: a number of bundles. */
import process from "node:process";
import { createInterface } from "node:readline";
import { treeOf } from "./_tree-of.ts";
import { synth } from "./synth.ts";

const [, , folder] = process.argv;

process.stdout.write("ready\n");
for await (const count of createInterface(process.stdin)) {
	const tree = treeOf(Number(count));
	process.stdout.write("writing\n");
	await synth(tree, String(folder), { acceptDestructive: true });
	process.stdout.write("done\n");
}
