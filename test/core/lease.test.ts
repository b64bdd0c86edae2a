import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { cp, mkdtemp, readFile, rm, truncate } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import { takeLease } from "@lab/core";
import { describeNeeding } from "@lab/core/testing";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Order } from "./lease-worker.ts";

let folder: string;
let workers: ChildProcess[];

beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), "lease-"));
	workers = [];
});

afterEach(async () => {
	await Promise.all(workers.map(kill));
	await rm(folder, { recursive: true });
});

/** Starts a separate process, optionally as a child of another program. */
async function startWorker(...below: string[]): Promise<ChildProcess> {
	const [program = "", ...args] = [
		...below,
		process.execPath,
		...["--import", "tsx", join(import.meta.dirname, "lease-worker.ts")],
	];
	const worker = spawn(program, args, {
		stdio: ["ignore", "inherit", "inherit", "ipc"],
	});
	workers.push(worker);
	await once(worker, "message");
	return worker;
}

async function ask(worker: ChildProcess, order: Order): Promise<unknown> {
	worker.send(order);
	const [answer] = await once(worker, "message");
	return answer;
}

async function kill(worker: ChildProcess): Promise<void> {
	if (worker.exitCode !== null || worker.signalCode !== null) return;
	const gone = once(worker, "exit");
	worker.kill("SIGKILL");
	await gone;
}

/** A lease whose holder was killed. */
async function staleLease(): Promise<string> {
	const stale = join(folder, "stale");
	const worker = await startWorker();
	expect(await ask(worker, { does: "hold", lease: stale })).toBe("held");
	await kill(worker);
	return stale;
}

const copyOf = async (stale: string, name: string): Promise<string> => {
	const lease = join(folder, name);
	await cp(stale, lease, { recursive: true });
	return lease;
};

describe("when many contend for the lease of a killed process, one gets it", () => {
	test("in one process", async () => {
		const stale = await staleLease();
		for (let round = 0; round < 150; round++) {
			const lease = await copyOf(stale, String(round));
			const taken = await Promise.all(
				Array.from({ length: 8 }, () => takeLease(lease, "a test")),
			);
			expect(taken.filter((one) => "lease" in one)).toHaveLength(1);
		}
	}, 120_000);

	test("in four processes", async () => {
		const stale = await staleLease();
		const contenders = await Promise.all(
			Array.from({ length: 4 }, () => startWorker()),
		);
		for (let round = 0; round < 80; round++) {
			const lease = await copyOf(stale, String(round));
			const order: Order = { does: "hold", lease };
			const taken = await Promise.all(
				contenders.map((worker) => ask(worker, order)),
			);
			expect(taken.filter((answer) => answer === "held")).toHaveLength(1);
		}
	}, 120_000);
});

test("processes that are killed at any moment never leave two holders, and never block the others", async () => {
	const lease = join(folder, "lease");
	const answers: unknown[] = [];
	const work = async () => {
		const worker = await startWorker();
		worker.on("message", (answer) => {
			answers.push(answer);
			worker.send({ does: "work", lease } satisfies Order);
		});
		worker.send({ does: "work", lease } satisfies Order);
		return worker;
	};
	const working = await Promise.all([work(), work(), work()]);
	for (let round = 0; round < 10; round++) {
		const before = answers.length;
		// Each round kills at a different point of the work.
		await sleep(13 * round);
		const [victim] = working.splice(0, 1);
		if (victim !== undefined) await kill(victim);
		working.push(await work());
		await expect
			.poll(() => answers.length, { timeout: 20_000 })
			.toBeGreaterThan(before);
	}
	expect([...new Set(answers)]).toEqual(["one holder"]);
}, 240_000);

test("a claim that a power failure truncated, at any length, is free", async () => {
	const stale = await staleLease();
	const claim = await readFile(join(stale, "1"), "utf8");
	for (let length = 0; length < claim.length; length += 7) {
		const lease = await copyOf(stale, `cut-${length}`);
		await truncate(join(lease, "1"), length);
		expect(await takeLease(lease, "a test")).toMatchObject({
			lease: { generation: 2 },
		});
	}
});

describeNeeding(
	["root"],
	"a process in its own pid namespace, as in a container,",
	() => {
		const contained = () =>
			startWorker(
				...["unshare", "--pid", "--fork", "--kill-child", "--mount-proc"],
			);
		const hold = async () => {
			const lease = join(folder, "lease");
			const worker = await contained();
			expect(await ask(worker, { does: "hold", lease })).toBe("held");
			return { lease, worker };
		};

		test("keeps its lease while it runs, although its pid is invisible outside", async () => {
			const { lease, worker } = await hold();
			expect(await takeLease(lease, "a test")).toMatchObject({
				heldBy: { what: "a test", host: hostname() },
			});
			await kill(worker);
			const taken = await takeLease(lease, "a test", { idleTimeout: "4s" });
			expect(taken).toMatchObject({ lease: { generation: 2 } });
		}, 60_000);

		test("is notified when another process took its lease over while it was suspended", async () => {
			const { lease, worker } = await hold();
			const lost = once(worker, "message");
			const inside = await processBelow(worker);
			process.kill(inside, "SIGSTOP");
			const taken = await takeLease(lease, "a test", { idleTimeout: "4s" });
			expect(taken).toMatchObject({ lease: { generation: 2 } });
			process.kill(inside, "SIGCONT");
			expect((await lost)[0]).toBe("lost");
		}, 60_000);
	},
);

/** Pid of a process's only child. */
async function processBelow({ pid }: ChildProcess): Promise<number> {
	const path = `/proc/${pid}/task/${pid}/children`;
	return Number((await readFile(path, "utf8")).trim());
}
