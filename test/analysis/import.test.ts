import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { importTenKsim } from "@lab/analysis/import";
import { figuresOf } from "@lab/analysis/report";
import { Database } from "@lab/analysis/tables";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

let folder: string;
let database: Database;
beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), "ten-ksim-"));
	database = await Database.open();
	await mkdir(join(folder, "metrics/mesh-peers"), { recursive: true });
	await put("metadata.json", JSON.stringify(metadata));
	await put(
		"events.log",
		[0, 1, 2]
			.map(
				(index) =>
					`${JSON.stringify({ event: "publish", timestamp: "2026-08-05T01:15:19", node: `pod-${index}`, index })}\n`,
			)
			.join(""),
	);
	await put(
		"received.csv",
		`,kubernetes.pod_name,msgId,sentAt,current,delayMs\n${rows.join("\n")}\n`,
	);
	await put(
		"sent.csv",
		`,kubernetes.pod_name,msgId,timestamp\n${ids.map((id, index) => `${index},pod-${index},${id},${SENT}`).join("\n")}\n`,
	);
	await put(
		"metrics/mesh-peers/yamux",
		"Time,pod-0,pod-1\n2026-08-05 01:15:00,4,5\n2026-08-05 01:16:00,,6\n",
	);
});
afterEach(async () => {
	database.close();
	await rm(folder, { recursive: true, force: true });
});
const put = (name: string, text: string) => writeFile(join(folder, name), text);

const SENT = 1_785_892_519_584_947_712n;
const ids = [2_759_438_560_592_407_784n, 9_223_372_036_854_775_807n, 7n];
const metadata = {
	stack: {
		name: "vaclab",
		stateful_sets: ["pod"],
		nodes_per_statefulset: [4],
		namespace: "zerotesting",
	},
	experiment: { name: "nimlibp2p" },
	results: {
		complete: { start: "2026-08-05T01:15:00", end: "2026-08-05T01:20:00" },
		stable: { start: "2026-08-05T01:19:00", end: "2026-08-05T01:18:00" },
	},
};
/** Four pods, three messages; pod-3 has one twice and one never: 10ksim passes this. */
const rows = ids.flatMap((id, message) =>
	[0, 1, 2, 3].flatMap((pod) => {
		const row = `${message * 4 + pod},pod-${pod},${id},${SENT},${SENT + BigInt(pod) * 1_000_000n - 1n},0`;
		if (pod !== 3) return [row];
		return message === 0 ? [row, row] : message === 1 ? [] : [row];
	}),
);

describe("a run of 10ksim", () => {
	test("comes with its missing delivery, which a duplicate hid there", async () => {
		const { analysed, notes } = await importTenKsim(
			database,
			folder,
			join(folder, "tables"),
		);
		const { outcomes, missing } = await figuresOf(database, analysed);
		expect(notes).toEqual([]);
		expect(outcomes).toMatchObject([
			{ outcome: "delivered", pairs: 7 },
			{ outcome: "duplicate", pairs: 1 },
			{ outcome: "missing", pairs: 1 },
		]);
		expect(missing).toMatchObject([
			{ id: 9_223_372_036_854_775_807n, node: "pod-3" },
		]);
	});

	test("brings its metrics and the windows that have a length", async () => {
		const { analysed } = await importTenKsim(
			database,
			folder,
			join(folder, "tables"),
		);
		const { samples, windows } = await figuresOf(database, analysed);
		expect(samples).toMatchObject([
			{ query: "mesh-peers", series: "pod-0", last_value: 4 },
			{ query: "mesh-peers", series: "pod-1", last_value: 6 },
		]);
		expect(windows.map(({ name }) => name)).toEqual(["complete"]);
	});

	test("whose metadata was appended to is read by its last document, and says so", async () => {
		await put(
			"metadata.json",
			`${JSON.stringify({ ...metadata, stack: { ...metadata.stack, nodes_per_statefulset: [2] } })}${JSON.stringify(metadata)}`,
		);
		const { analysed, notes } = await importTenKsim(
			database,
			folder,
			join(folder, "tables"),
		);
		expect(notes.join()).toMatch(/holds 2 documents/);
		expect((await figuresOf(database, analysed)).nodes).toBe(4);
	});

	test("with more publishes than messages says how many left no line", async () => {
		await put(
			"events.log",
			[0, 1, 2, 3]
				.map((index) => JSON.stringify({ event: "publish", index }))
				.join("\n"),
		);
		const { notes } = await importTenKsim(
			database,
			folder,
			join(folder, "tables"),
		);
		expect(notes.join()).toMatch(
			/4 publishes were asked for and 3 messages left a line: 1 were never published/,
		);
	});

	test("whose metadata is cut is an error", async () => {
		await put("metadata.json", '{"stack": {"name": ');
		await expect(
			importTenKsim(database, folder, join(folder, "tables")),
		).rejects.toMatchObject({ code: "invalid-json" });
	});

	test("without received.csv is no run", async () => {
		await rm(join(folder, "received.csv"));
		await expect(
			importTenKsim(database, folder, join(folder, "tables")),
		).rejects.toMatchObject({ code: "no-ten-ksim-run" });
	});
});
