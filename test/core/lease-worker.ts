import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import { birthOf, takeLease, withLease } from "@lab/core";

/** Message from the parent process; one at a time. */
export interface Order {
	/** `hold` takes a lease and keeps it; `work` holds it briefly. */
	readonly does: "hold" | "work";
	readonly lease: string;
}

process.on("message", async ({ does, lease }: Order) => {
	if (does === "work") {
		process.send?.(await work(lease));
		return;
	}
	const taken = await takeLease(lease, "a test");
	if ("heldBy" in taken) {
		process.send?.("too late");
		return;
	}
	taken.lease.lost.addEventListener("abort", () => process.send?.("lost"));
	process.send?.("held");
});
process.on("disconnect", () => process.exit());
process.send?.("ready");

/** @returns whether another live process held the lease at the same time */
function work(lease: string): Promise<string> {
	const mark = join(lease, "..", "at-work");
	return withLease(lease, "a test", {}, async () => {
		const other = await readFile(mark, "utf8").catch(() => undefined);
		if (other !== undefined && (await birthOf(Number(other))) !== undefined)
			return "two holders";
		await writeFile(mark, String(process.pid));
		await sleep(1);
		if ((await readFile(mark, "utf8")) !== String(process.pid))
			return "two holders";
		await rm(mark);
		return "one holder";
	});
}
