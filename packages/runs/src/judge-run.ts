/** Judges the dataset in a folder by the conditions on stdin and prints the judgements, both as JSON. */

import process from "node:process";
import { text } from "node:stream/consumers";
import { figuresOf, judge } from "@lab/analysis/judging";
import { analyseRun, ownStack, readRun } from "@lab/analysis/ledger";
import { Database } from "@lab/analysis/tables";
import { protocols } from "@lab/protocols";
import type { Condition } from "@lab/record";
import { storesOf } from "./stack.ts";

const [folder = ""] = process.argv.slice(2);
const conditions = JSON.parse(await text(process.stdin)) as Condition[];
const database = await Database.open();
try {
	const { plan } = await readRun(folder);
	const stack = await ownStack(folder, plan.namespace, await storesOf(folder));
	const analysed = await analyseRun(database, folder, protocols, { stack });
	const judgements = judge(
		await figuresOf(database, analysed, protocols),
		conditions,
	);
	process.stdout.write(JSON.stringify(judgements));
} finally {
	database.close();
}
