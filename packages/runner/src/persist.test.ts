import { exitCode, LabError } from "@lab/core";
import { expect, test } from "vitest";
import { sleep } from "./clock.ts";
import { persist } from "./persist.ts";

const letDown = (what: string) =>
	new LabError({
		code: "kubectl-failed",
		what,
		where: "kubectl scale",
		help: "ask for the right",
		exit: exitCode.letDown,
	});

test("tries again until it succeeds", async () => {
	const failed: number[] = [];
	let attempts = 0;
	const task = async () => {
		attempts += 1;
		if (attempts < 3) throw letDown("forbidden");
		return attempts;
	};
	const { signal } = new AbortController();
	expect(
		await persist(task, signal, undefined, (_, attempt) =>
			failed.push(attempt),
		),
	).toBe(3);
	expect(failed).toEqual([1, 2]);
});

test("a deadline that breaks off an attempt does not hide why the one before failed", async () => {
	const deadline = new AbortController();
	let attempts = 0;
	const task = async () => {
		attempts += 1;
		if (attempts === 1) throw letDown("forbidden: statefulsets/scale");
		setTimeout(() => deadline.abort(new Error("took too long")), 10);
		await sleep(60_000, deadline.signal);
	};
	await expect(persist(task, deadline.signal)).rejects.toThrow(
		"forbidden: statefulsets/scale",
	);
});

test("a deadline before any attempt has failed is itself the reason", async () => {
	const deadline = new AbortController();
	setTimeout(() => deadline.abort(new Error("took too long")), 10);
	await expect(
		persist(() => sleep(60_000, deadline.signal), deadline.signal),
	).rejects.toThrow("took too long");
});
