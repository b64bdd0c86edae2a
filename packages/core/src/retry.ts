import { setTimeout as sleep } from "node:timers/promises";
import { exitCode, LabError, type LabErrorProps } from "./error.ts";
import { type Duration, toMilliseconds } from "./units.ts";

/** Number of attempts, and backoff between them. */
export interface RetryPolicy {
	/** Total number of attempts. @default unlimited, until the signal fires */
	readonly attempts?: number;
	/** @default "250ms" */
	readonly firstWait?: Duration;
	/** Upper bound of the exponential backoff, which doubles each wait. @default "5s" */
	readonly longestWait?: Duration;
	/** Varies each wait by up to 50 %, so that many clients do not retry at the same time. @default false */
	readonly jitter?: boolean;
}

export interface RetryOptions extends RetryPolicy {
	readonly signal?: AbortSignal | undefined;
	/** Whether to try again after this error. @default isRetryable */
	readonly shouldRetry?: (error: unknown) => boolean;
	/** Called after each failed attempt that is followed by another, with the number of the attempt, from 1. */
	readonly onFailure?: (error: unknown, attempt: number) => void;
}

/** A failure of a service that may go away by itself. */
export class TransientError extends LabError {
	/** Wait that the service asked for, in ms; 0 if it did not. */
	readonly retryAfterMs: number;

	constructor(props: Omit<LabErrorProps, "exit">, retryAfterMs = 0) {
		super({ ...props, exit: exitCode.unavailable });
		this.retryAfterMs = retryAfterMs;
	}
}

/** Whether trying again may help: after a failure of a machine or a service, but not after wrong input. */
export const isRetryable = (error: unknown): boolean =>
	error instanceof LabError && error.exit === exitCode.unavailable;

/**
 * Runs a task until it succeeds.
 *
 * @throws the error of the last attempt. If the signal fires, the error of the
 *   last attempt that failed by itself; if none did, the signal's reason.
 */
export async function retry<T>(
	task: () => Promise<T>,
	options: RetryOptions,
): Promise<T> {
	const { signal, shouldRetry = isRetryable, onFailure } = options;
	const { attempts = Number.POSITIVE_INFINITY } = options;
	let failure: unknown;
	for (let attempt = 1; ; attempt += 1) {
		try {
			return await task();
		} catch (error) {
			if (signal?.aborted === true) {
				throw isReasonOf(signal, error) ? (failure ?? signal.reason) : error;
			}
			if (attempt >= attempts || !shouldRetry(error)) throw error;
			failure = error;
			onFailure?.(error, attempt);
			await sleep(waitAfter(attempt, error, options), undefined, {
				signal,
			}).catch(() => {
				throw error;
			});
		}
	}
}

/** Whether an error is the reason of a signal, which Node's own functions wrap. */
const isReasonOf = ({ reason }: AbortSignal, error: unknown): boolean =>
	error === reason || (error as Error | undefined)?.cause === reason;

/** Wait after a failed attempt, in ms. */
export function waitAfter(
	attempt: number,
	error: unknown,
	{ firstWait = "250ms", longestWait = "5s", jitter = false }: RetryPolicy,
): number {
	const wait = Math.min(
		toMilliseconds(firstWait) * 2 ** (attempt - 1),
		toMilliseconds(longestWait),
	);
	const asked = error instanceof TransientError ? error.retryAfterMs : 0;
	return Math.max(asked, jitter ? wait * (0.5 + Math.random()) : wait);
}
