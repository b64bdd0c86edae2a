import { setTimeout as sleep } from "node:timers/promises";
import fc from "fast-check";
import { expect, test } from "vitest";
import { exitCode, LabError } from "./error.ts";
import { retry, TransientError, waitAfter } from "./retry.ts";

const about = { where: "kubectl scale", help: "ask for the right" };
const unavailable = (what: string) =>
	new LabError({
		...about,
		code: "kubectl-failed",
		what,
		exit: exitCode.unavailable,
	});

/** A task that fails with each of these errors in turn, then succeeds. */
function failing(...errors: unknown[]) {
	let attempts = 0;
	return async () => {
		const error = errors[attempts++];
		if (error !== undefined) throw error;
		return attempts;
	};
}

const quick = { firstWait: "1ms", longestWait: "2ms" } as const;

test("a task is retried until it succeeds, and each failure is reported", async () => {
	const failures: unknown[] = [];
	const errors = [unavailable("forbidden"), unavailable("away")];
	const onFailure = (error: unknown, attempt: number) =>
		failures.push([error, attempt]);
	expect(await retry(failing(...errors), { ...quick, onFailure })).toBe(3);
	expect(failures).toEqual([
		[errors[0], 1],
		[errors[1], 2],
	]);
});

test("the error of the last attempt is thrown", async () => {
	const task = failing(
		unavailable("first"),
		unavailable("second"),
		unavailable("third"),
	);
	await expect(retry(task, { ...quick, attempts: 2 })).rejects.toThrow(
		"second",
	);
});

test.each([
	["a wrong input", new LabError({ ...about, code: "no", what: "wrong" })],
	["a bug in our code", new TypeError("wrong")],
])("%s is not retried", async (_, error) => {
	await expect(retry(failing(error), quick)).rejects.toBe(error);
});

const abortSoon = (): AbortSignal => {
	const deadline = new AbortController();
	setTimeout(() => deadline.abort(new Error("took too long")), 20);
	return deadline.signal;
};

test.each([
	["rejects with the signal's reason", false],
	["rejects like Node's own functions", true],
])(
	"a deadline that interrupts an attempt, which %s, does not hide why the previous one failed",
	async (_, wrapped) => {
		const signal = abortSoon();
		const forbidden = unavailable("forbidden: statefulsets/scale");
		const first = failing(forbidden);
		const task = async () => {
			await first();
			await sleep(60_000, undefined, { signal }).catch((error) => {
				throw wrapped ? error : signal.reason;
			});
		};
		await expect(retry(task, { ...quick, signal })).rejects.toBe(forbidden);
		const before = abortSoon();
		await expect(
			retry(() => sleep(60_000, undefined, { signal: before }), {
				...quick,
				signal: before,
			}),
		).rejects.toThrow("took too long");
	},
);

test("a deadline ends a wait", async () => {
	const task = failing(unavailable("away"));
	const signal = abortSoon();
	await expect(
		retry(task, { firstWait: "1h", longestWait: "1h", signal }),
	).rejects.toThrow("away");
});

test("for all policies: waits double up to the longest, and are never shorter than the service asked for", () => {
	fc.assert(
		fc.property(
			fc.integer({ min: 1, max: 40 }),
			fc.integer({ min: 1, max: 10_000 }),
			fc.integer({ min: 1, max: 60_000 }),
			fc.boolean(),
			fc.nat(100_000),
			(attempt, first, longest, jitter, askedMs) => {
				const policy = {
					firstWait: `${first}ms`,
					longestWait: `${longest}ms`,
					jitter,
				} as const;
				const error = new TransientError(
					{ ...about, code: "busy", what: "busy" },
					askedMs,
				);
				const wait = waitAfter(attempt, error, policy);
				const plain = Math.min(first * 2 ** (attempt - 1), longest);
				expect(wait).toBeGreaterThanOrEqual(askedMs);
				expect(wait).toBeGreaterThanOrEqual(plain * (jitter ? 0.5 : 1));
				expect(wait).toBeLessThanOrEqual(
					Math.max(askedMs, plain * (jitter ? 1.5 : 1)),
				);
			},
		),
	);
});
