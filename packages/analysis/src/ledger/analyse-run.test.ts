import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { analysedBefore } from "./analyse-run.ts";

test("tables with the columns of an earlier version are made again", async () => {
	const folder = await mkdtemp(join(tmpdir(), "analysed-"));
	const tables = join(folder, "tables", "run=r");
	await mkdir(join(tables, "event=ledger"), { recursive: true });
	const write = (layout: object) =>
		writeFile(
			join(tables, "analysis.json"),
			JSON.stringify({ run: "r", experiment: "small", ...layout }),
		);
	await write({});
	expect(await analysedBefore(folder, "r")).toBeUndefined();
	await write({ layout: 4 });
	expect(await analysedBefore(folder, "r")).toEqual({
		run: "r",
		experiment: "small",
		folder,
		tables: join(folder, "tables"),
	});
	await rm(folder, { recursive: true });
});
