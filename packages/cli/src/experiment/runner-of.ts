import {
	attachInside,
	attachRun,
	leaseHolder,
	leaveRequest,
	type RunFolder,
	readOptions,
	sendRequest,
	stateOfJob,
} from "@lab/runner";

export const isInside = async (folder: RunFolder): Promise<boolean> =>
	(await readOptions(folder)).inside !== undefined;

/** Who works on a run: a process of this machine, or its Job on the cluster; nothing: nobody. */
export async function runnerOf(
	folder: RunFolder,
	signal: AbortSignal,
): Promise<number | "job" | null> {
	if (await isInside(folder))
		return (await stateOfJob(folder, signal)) === "at work" ? "job" : null;
	return (await leaseHolder(folder.lease))?.pid ?? null;
}

/** Shows each event of a run until it is done, wherever its runner is. */
export const watchRun = async (
	folder: RunFolder,
	show: Parameters<typeof attachRun>[1],
	signal: AbortSignal,
): ReturnType<typeof attachRun> =>
	((await isInside(folder)) ? attachInside : attachRun)(folder, show, signal);

/** Asks something of the runner of a run, wherever it is. */
export async function ask(
	folder: RunFolder,
	request: Parameters<typeof leaveRequest>[1],
	signal: AbortSignal,
): Promise<void> {
	if (await isInside(folder))
		await sendRequest(await readOptions(folder), folder, request, signal);
	else await leaveRequest(folder, request);
}
