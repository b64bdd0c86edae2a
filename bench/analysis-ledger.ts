import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Progress } from "@lab/core";
import { measure } from "./measure.ts";
import type { Aim } from "./registry.ts";

const program = join(import.meta.dirname, "_ledger-scale.ts");

/** Measures ledger, percentiles and heat map of 10^6 and 10^7 deliveries. */
export async function bench({
	root,
	progress,
}: {
	root: string;
	progress: Progress;
}): Promise<Aim[]> {
	const folder = await mkdtemp(join(tmpdir(), "bench-ledger-"));
	try {
		const sizes = [
			["1000", "1000"],
			["10000", "1000"],
		] as const;
		const results = [];
		for (const [nodes, messages] of sizes) {
			const receipts = join(folder, nodes);
			progress.step(`writing receipts of ${nodes} nodes`);
			await measure([program, "make", receipts, nodes, messages], 1, root);
			progress.step(`ledger of ${nodes} nodes x ${messages} messages`);
			results.push(
				await measure([program, "judge", receipts, nodes, messages], 1, root),
			);
		}
		const [small, large] = results;
		if (small === undefined || large === undefined)
			throw new Error("no size was measured");
		return [
			{
				what: "10 M deliveries to ledger and percentiles",
				measured: large.seconds,
				unit: "s",
				atMost: 120,
			},
			{
				what: "10 M deliveries: peak memory",
				measured: large.bytes / 1e6,
				unit: "MB",
				atMost: 1000,
			},
			{
				what: "1 M deliveries to ledger and percentiles",
				measured: small.seconds,
				unit: "s",
			},
			{
				what: "time for 10 M / for 1 M",
				measured: large.seconds / small.seconds,
				unit: "x",
				atMost: 11,
			},
		];
	} finally {
		await rm(folder, { recursive: true });
	}
}
