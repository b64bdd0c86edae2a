import { join } from "node:path";
import { writeFileAtomically } from "@lab/core";
import { createKubectl, type Kubectl } from "../backends/cluster/kubectl.ts";
import { RUNS_NAMESPACE } from "../backends/cluster/objects.ts";
import type { Request } from "../control.ts";
import type { RunFolder, RunOptions } from "../run-folder.ts";
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

/** Leaves a request for the runner inside, which looks every few seconds. */
export async function sendRequest(
	options: RunOptions,
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

/** Brings what people asked to where the runner looks. */
export async function takeMail(
	options: RunOptions,
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
