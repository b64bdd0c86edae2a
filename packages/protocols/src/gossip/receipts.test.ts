import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { receiptsOf } from "@lab/analysis/ledger";
import { logFiles } from "@lab/analysis/sources";
import { createViews, Database, writeEvents } from "@lab/analysis/tables";
import { expect, test } from "vitest";
import { eventSchemas, protocols } from "../registry.ts";
import { nim } from "../testing.ts";

const SENT = 1_785_892_500_000_000_123n;

test("Go and Rust nodes report deliveries by the time of sending; Nim nodes by id, and once", async () => {
	const folder = await mkdtemp(join(tmpdir(), "receipts-"));
	const database = await Database.open();
	const write = (node: string, lines: readonly string[]) =>
		writeFile(join(folder, `${node}.log`), `${lines.join("\n")}\n`);
	await write("go-0", [
		"Mesh size: 8",
		"Starting listening endpoint for publish controller",
		`${SENT} milliseconds: 12`,
	]);
	await write("nim-0", [
		nim(
			1,
			"Received message",
			`tid=1 msgId=7 sentAt=${SENT} current=${SENT + 5n} delayMs=0`,
		),
		"7 milliseconds: 0",
	]);
	const { tally } = await writeEvents(
		database,
		logFiles(folder),
		{
			start: 0n,
			end: 2n ** 62n,
			namespace: "lab",
			workloads: ["go", "nim"],
		},
		{ folder, run: "r", schemas: eventSchemas },
	);
	expect(tally.unparsed).toEqual([]);
	await createViews(database, folder, "r");
	const view = await receiptsOf(database, folder, "r", protocols);
	expect(
		await database.rows(
			`SELECT pod, id, sent_ns, received_ns FROM ${view} ORDER BY pod`,
		),
	).toEqual([
		{ pod: "go-0", id: SENT, sent_ns: SENT, received_ns: SENT + 12_000_000n },
		{ pod: "nim-0", id: 7, sent_ns: SENT, received_ns: SENT + 5n },
	]);
	database.close();
	await rm(folder, { recursive: true, force: true });
});
