import { join } from "node:path";
import { writeFileAtomically } from "@lab/core";
import { RUNS_NAMESPACE } from "@lab/record";
import { createKubectl, type Kubectl } from "../backends/cluster/kubectl.ts";
import type { Request } from "../control.ts";
import type { RunFolder, RunnerOptions } from "../run-folder.ts";
import { nameOf } from "./access.ts";
import { inputs } from "./job.ts";

const patch = (
	kubectl: Kubectl,
	folder: RunFolder,
	data: Readonly<Record<string, string | null>>,
	signal: AbortSignal,
) =>
	kubectl.run(
		[
			"-n",
			RUNS_NAMESPACE,
			"patch",
			"configmap",
			nameOf(folder),
			"--type=merge",
			"-p",
			JSON.stringify({ data }),
		],
		{ signal },
	);

/** Sends a request to the runner inside, which polls every few seconds. */
export async function sendRequest(
	options: RunnerOptions,
	folder: RunFolder,
	request: Request,
	signal: AbortSignal,
): Promise<void> {
	const key = `${Date.now()}-${process.pid}-${request.kind}.json`;
	await patch(
		createKubectl(options),
		folder,
		{ [key]: JSON.stringify(request) },
		signal,
	);
}

/** Moves requests from the ConfigMap to the runner's folder of requests. */
export async function fetchRequests(
	options: RunnerOptions,
	folder: RunFolder,
	signal: AbortSignal,
): Promise<void> {
	const kubectl = createKubectl(options);
	const text = await kubectl.run(
		[
			"-n",
			RUNS_NAMESPACE,
			"get",
			"configmap",
			nameOf(folder),
			"-o",
			"jsonpath={.data}",
		],
		{ signal },
	);
	const requests = Object.entries(
		JSON.parse(text === "" ? "{}" : text) as Record<string, string>,
	).filter(([key]) => key !== inputs.options);
	for (const [key, body] of requests)
		await writeFileAtomically(join(folder.requests, key), body);
	if (requests.length === 0) return;
	const taken = Object.fromEntries(requests.map(([key]) => [key, null]));
	await patch(kubectl, folder, taken, signal);
}
