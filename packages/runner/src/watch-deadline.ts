import { setMaxListeners } from "node:events";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { reasonOf } from "@lab/core";
import type { State } from "@lab/record";
import { millisecondsBetween, now } from "./clock.ts";
import { Interruption, pendingRequests } from "./control.ts";
import { runEnd } from "./run-end.ts";
import type { Work } from "./work.ts";

const EVERY_MS = 200;

/** Closing states: an abort has nothing left to stop. */
const closing: readonly State[] = ["collecting", "tearing-down"];

/** States that hold a claim, which an extension must extend too. */
const holdingClaim: readonly State[] = [
	"leased",
	"deploying",
	"settling",
	"running",
	"draining",
	"collecting",
];

/**
 * Interrupts the work of a state when the time limit of the state or of the run
 * has passed, or when the run is to be aborted.
 *
 * @param limitMs time limit since the state was entered, by this or a previous runner
 */
export function watchDeadline(
	work: Work,
	state: State,
	limitMs: number,
): { signal: AbortSignal; stop: () => void } {
	const { log, plan } = work;
	const controller = new AbortController();
	// Every pending request adds a listener, and there may be one per node.
	setMaxListeners(0, controller.signal);
	const entered = log.all("entered").findLast((one) => one.state === state);
	const extended = (since: bigint) =>
		log
			.all("extended")
			.filter(({ at }) => BigInt(at) >= since)
			.reduce((sum, { byMs }) => sum + byMs, 0);
	const late = (since: bigint, limit: number) =>
		millisecondsBetween(since, now()) > limit + extended(since);
	const check = async () => {
		if ((await takeRequests(work)) && holdingClaim.includes(state)) {
			await work.backend.claim(runEnd(work), controller.signal);
		}
		if (
			log.last("abort-asked") !== undefined &&
			log.last("outcome") === undefined
		) {
			const why = `aborted by ${log.last("abort-asked")?.by}`;
			if (!closing.includes(state) && state !== "draining") {
				controller.abort(new Interruption("aborted", why));
			} else {
				log.append("outcome", { outcome: "aborted", why });
				if (state === "draining") {
					controller.abort(new Interruption("aborted", why));
				}
			}
		}
		const resumed = log.all("resumed").findLast((one) => one.state === state);
		// A runner that resumes a closing state gets the full limit again.
		const since =
			state === "draining" || closing.includes(state)
				? (resumed?.at ?? entered?.at)
				: entered?.at;
		if (since !== undefined && late(BigInt(since), limitMs)) {
			controller.abort(
				new Interruption("expired", `${state} took longer than ${limitMs} ms`),
			);
		}
		const created = log.events[0]?.at;
		if (
			created !== undefined &&
			!closing.includes(state) &&
			state !== "draining" &&
			late(BigInt(created), plan.ttlMs)
		) {
			controller.abort(
				new Interruption(
					"expired",
					`the run took longer than ${plan.ttlMs} ms`,
				),
			);
		}
	};
	let _checking: Promise<void> | undefined;
	const timer = setInterval(() => {
		_checking ??= check()
			.catch((error: unknown) => work.print(reasonOf(error)))
			.finally(() => {
				_checking = undefined;
			});
	}, EVERY_MS);
	return { signal: controller.signal, stop: () => clearInterval(timer) };
}

/**
 * Records the pending requests in the event log, then deletes them.
 *
 * @returns whether one of them extends the run
 */
async function takeRequests({ folder, log, print }: Work): Promise<boolean> {
	let more = false;
	for (const { file, request } of await pendingRequests(folder)) {
		if (request.kind === "abort") log.append("abort-asked", { by: request.by });
		else log.append("extended", { byMs: request.byMs });
		print(request.kind === "abort" ? "abort requested" : "extended");
		more ||= request.kind === "extend";
		await rm(join(folder.requests, file));
	}
	return more;
}
