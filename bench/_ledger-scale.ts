/** Builds a ledger and percentiles from deliveries: `<task> <folder> <nodes> <messages>`; the task `make` writes the receipts first. */
import { join } from "node:path";
import process from "node:process";
import { buildLedger } from "@lab/analysis/ledger";
import {
	createViews,
	Database,
	query,
	TableWriter,
} from "@lab/analysis/tables";

const [task, folder = "", nodeCount = "0", messageCount = "0"] =
	process.argv.slice(2);
const [nodes, messages] = [Number(nodeCount), Number(messageCount)];
const ZERO = 1_785_892_519_584_947_712n;
const SECOND = 1_000_000_000n;
const ids = Array.from(
	{ length: messages },
	(_, index) => 2n ** 62n + BigInt(index) * 1_000_003n,
);
const sent = ids.map((_, index) => ZERO + BigInt(index) * SECOND);
const names = Array.from({ length: nodes }, (_, index) => `relay-${index}`);
const database = await Database.open({ memoryMb: 500, threads: 2 });

if (task === "make") {
	const writer = new TableWriter(database, join(folder, "receipts"), {
		pod: "text",
		id: "int64",
		sent_ns: "int64",
		received_ns: "int64",
	});
	for (const [node, name] of names.entries()) {
		const received = sent.map(
			(at, index) =>
				at +
				BigInt(5_000_000 + ((node * 7919 + index * 104_729) % 200_000_000)),
		);
		await writer.append(
			{
				pod: new Array<string>(messages).fill(name),
				id: ids,
				sent_ns: sent,
				received_ns: received,
			},
			messages,
		);
	}
	await writer.end();
} else {
	await buildLedger(database, {
		folder,
		receipts: `read_parquet('${folder}/receipts/*.parquet')`,
		facts: {
			run: "bench",
			gaps: [],
			windows: [],
			nodes: names.map((node, index) => ({
				node,
				host: `host-${index % 6}`,
				group: "relay",
			})),
			messages: ids.map((id, index) => ({
				id,
				publisher: names[index % nodes] as string,
				intended: sent[index] as bigint,
				sent: sent[index] as bigint,
				result: "acknowledged",
			})),
		},
	});
	await createViews(database, folder, "bench");
	for (const name of [
		"outcomes",
		"latency",
		"latency-curve",
		"latency-by-node",
		"latency-by-message",
		"missing-map",
	])
		await database.rows(query(name));
	const [outcome] = await database.rows<{ pairs: number }>(query("outcomes"));
	if (outcome?.pairs !== nodes * messages - messages)
		throw new Error(`the ledger has ${outcome?.pairs} pairs`);
}
database.close();
