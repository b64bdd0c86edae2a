import { leaseHolder } from "@lab/core";
import {
	attachInside,
	attachRun,
	type RunFolder,
	readOptions,
	sendRequest,
	stateOfJob,
	writeRequest,
} from "@lab/runner";

/** Whether the runner of a run is a Job of the cluster. */
export const isInside = async (folder: RunFolder): Promise<boolean> =>
	(await readOptions(folder)).inside !== undefined;

/** The runner of a run: id of a process on this machine, `job` for a Job of the cluster, or null. */
export async function runnerOf(
	folder: RunFolder,
	signal: AbortSignal,
): Promise<number | "job" | null> {
	if (await isInside(folder))
		return (await stateOfJob(folder, signal)) === "running" ? "job" : null;
	return (await leaseHolder(folder.lease))?.pid ?? null;
}

/** Shows each event of a run until it is done, both for local runners and for Jobs. */
export const watchRun = async (
	folder: RunFolder,
	show: Parameters<typeof attachRun>[1],
	signal: AbortSignal,
): ReturnType<typeof attachRun> =>
	((await isInside(folder)) ? attachInside : attachRun)(folder, show, signal);

/** Sends a request to the runner of a run, both to local runners and to Jobs. */
export async function sendToRunner(
	folder: RunFolder,
	request: Parameters<typeof writeRequest>[1],
	signal: AbortSignal,
): Promise<void> {
	if (await isInside(folder))
		await sendRequest(await readOptions(folder), folder, request, signal);
	else await writeRequest(folder, request);
}
