import {
	exitCode,
	LabError,
	type LeaseHolder,
	nameOfHolder,
	type Progress,
	withLease,
} from "@lab/core";
import type { Folder } from "./folder.ts";

export interface LockOptions {
	readonly progress: Progress;
	readonly signal?: AbortSignal;
	/** Help text for an interrupted command. */
	readonly afterInterrupt?: string;
}

/**
 * Runs one command at a time per replica. Another command waits and names the
 * holder of the lock.
 *
 * @throws LabError `interrupted` if the signal ended the work
 */
export async function withReplicaLock<T>(
	folder: Folder,
	{
		progress,
		signal,
		afterInterrupt = "'pnpm local-lab up' continues from here, 'pnpm local-lab down' stops what is running",
	}: LockOptions,
	body: () => Promise<T>,
): Promise<T> {
	const options = {
		signal,
		onWait: (holder: LeaseHolder) =>
			progress.note(
				`waiting for ${nameOfHolder(holder)}, which is using the same replica`,
			),
	};
	try {
		return await withLease(folder.lease, folder.path, options, body);
	} catch (error) {
		if (signal?.aborted !== true) throw error;
		throw new LabError({
			code: "interrupted",
			what: "interrupted before it finished",
			where: folder.path,
			help: afterInterrupt,
			exit: exitCode.unavailable,
		});
	}
}
