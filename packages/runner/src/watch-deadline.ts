import { setMaxListeners } from "node:events";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { State } from "@lab/record";
import { millisecondsBetween, now } from "./clock.ts";
import { Interruption, waitingRequests } from "./control.ts";
import { reasonOf } from "./persist.ts";
import { runEnd } from "./run-end.ts";
import type { Work } from "./work.ts";

const EVERY_MS = 200;

/** From here on a run is being ended: an abort has nothing more to stop. */
const ending: readonly State[] = ["collecting", "tearing-down"];

/** What was claimed is kept for as long as a run that was given more time. */
const holding: readonly State[] = [
	"leased",
	"deploying",
	"settling",
	"running",
	"draining",
	"collecting",
];

/**
 * Ends the work of a state when its time, or that of the whole run, is over or
 * when somebody wants the run aborted.
 *
 * @param limitMs from when the state was entered, by whichever runner
 */
export function watchDeadline(
	work: Work,
	state: State,
	limitMs: number,
): { signal: AbortSignal; stop: () => void } {
	const { log, plan } = work;
	const controller = new AbortController();
	// Every request under way listens, and there may be one for each node.
	setMaxListeners(0, controller.signal);
	const entered = log.all("entered").findLast((one) => one.state === state);
	const extended = (since: bigint) =>
		log
			.all("extended")
			.filter(({ at }) => BigInt(at) >= since)
			.reduce((sum, { byMs }) => sum + byMs, 0);
	const late = (since: bigint, limit: number) =>
		millisecondsBetween(since, now()) > limit + extended(since);
	const look = async () => {
		if ((await takeRequests(work)) && holding.includes(state)) {
			await work.backend.claim(runEnd(work), controller.signal);
		}
		if (
			log.last("abort-asked") !== undefined &&
			log.last("outcome") === undefined
		) {
			const why = `aborted by ${log.last("abort-asked")?.by}`;
			if (!ending.includes(state) && state !== "draining") {
				controller.abort(new Interruption("aborted", why));
			} else {
				log.append("outcome", { outcome: "aborted", why });
				if (state === "draining") {
					controller.abort(new Interruption("aborted", why));
				}
			}
		}
		const resumed = log.all("resumed").findLast((one) => one.state === state);
		// Who resumes a run that must still be ended gets the whole time to do so.
		const since =
			state === "draining" || ending.includes(state)
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
			!ending.includes(state) &&
			state !== "draining" &&
			late(BigInt(created), plan.ttlMs)
		) {
			controller.abort(
				new Interruption(
					"expired",
					`the run lived longer than ${plan.ttlMs} ms`,
				),
			);
		}
	};
	let _looking: Promise<void> | undefined;
	const timer = setInterval(() => {
		_looking ??= look()
			.catch((error: unknown) => work.tell(reasonOf(error)))
			.finally(() => {
				_looking = undefined;
			});
	}, EVERY_MS);
	return { signal: controller.signal, stop: () => clearInterval(timer) };
}

/**
 * Takes note of what people asked; a request is gone once it is in the log.
 *
 * @returns whether more time was asked for
 */
async function takeRequests({ folder, log, tell }: Work): Promise<boolean> {
	let more = false;
	for (const { file, request } of await waitingRequests(folder)) {
		if (request.kind === "abort") log.append("abort-asked", { by: request.by });
		else log.append("extended", { byMs: request.byMs });
		tell(request.kind === "abort" ? "abort asked" : "extended");
		more ||= request.kind === "extend";
		await rm(join(folder.requests, file));
	}
	return more;
}
