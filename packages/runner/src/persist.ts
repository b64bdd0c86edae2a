import { exitCode, LabError } from "@lab/core";
import { sleep } from "./clock.ts";

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 5000;

/** Whether trying again may help: a machine or a service let us down. */
export const mayPass = (error: unknown): boolean =>
	error instanceof LabError && error.exit === exitCode.letDown;

/**
 * Does something until it succeeds, with growing pauses.
 *
 * @param retry whether an error is worth another attempt
 * @param failed told of each attempt that failed
 * @throws any error not worth another attempt, and the last one when the signal
 *   fires; the signal's reason only where no attempt had failed before it
 */
export async function persist<T>(
	task: () => Promise<T>,
	signal: AbortSignal,
	retry: (error: unknown) => boolean = mayPass,
	failed: (error: unknown, attempt: number) => void = () => {},
): Promise<T> {
	let last: unknown;
	for (let attempt = 1; ; attempt += 1) {
		try {
			return await task();
		} catch (error) {
			if (signal.aborted)
				throw error === signal.reason ? (last ?? error) : error;
			if (!retry(error)) throw error;
			last = error;
			failed(error, attempt);
			const pause = Math.min(
				FIRST_PAUSE_MS * 2 ** (attempt - 1),
				LONGEST_PAUSE_MS,
			);
			await sleep(pause, signal).catch(() => {
				throw error;
			});
		}
	}
}

export const reasonOf = (error: unknown): string =>
	error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error);
