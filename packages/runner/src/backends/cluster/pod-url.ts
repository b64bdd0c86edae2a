import { readFile } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import {
	birthOf,
	type Daemon,
	endDaemon,
	exitCode,
	LabError,
	startDaemon,
} from "@lab/core";
import type { Plan } from "@lab/record";
import { sleep } from "../../clock.ts";
import { commandLines, flagValue } from "../command-lines.ts";
import type { Kubectl } from "./kubectl.ts";

/** Returns the base URL of a pod's HTTP port, as seen from the runner. */
export type PodUrl = (pod: string, address: string, port: number) => string;

/** Path on the proxy's command line by which the next runner finds it. */
const markOf = (work: string): string => join(work, "proxy");

/**
 * Makes the URLs of pods. Inside the cluster the runner uses the pods' addresses;
 * outside it starts one kubectl proxy, instead of one forwarded port per pod.
 */
export async function createPodUrl(
	kubectl: Kubectl,
	{ namespace }: Plan,
	work: string,
	signal: AbortSignal,
): Promise<PodUrl> {
	if (process.env.KUBERNETES_SERVICE_HOST !== undefined) {
		return (_pod, address, port) => `http://${address}:${port}`;
	}
	const log = join(work, "proxy.log");
	if ((await findProxies(work)).length === 0) {
		const [program, ...args] = kubectl.words;
		await startDaemon(
			program,
			[...args, "--cache-dir", markOf(work), "proxy", "--port=0"],
			{ log },
		);
	}
	for (let tries = 0; tries < 100; tries += 1) {
		const text = await readFile(log, "utf8").catch(() => "");
		const base = text.match(/(?<=Starting to serve on )\S+(?=\n)/g)?.at(-1);
		if (base !== undefined) {
			return (pod, _address, port) =>
				`http://${base}/api/v1/namespaces/${namespace}/pods/${pod}:${port}/proxy`;
		}
		await sleep(100, signal);
	}
	throw new LabError({
		code: "no-proxy",
		what: "kubectl proxy did not start",
		where: log,
		help: "read its log",
		exit: exitCode.unavailable,
	});
}

export async function findProxies(work: string): Promise<Daemon[]> {
	const found: Daemon[] = [];
	for (const { pid, words } of await commandLines()) {
		if (flagValue(words, "--cache-dir") !== markOf(work)) continue;
		const birth = words.includes("proxy") ? await birthOf(pid) : undefined;
		if (birth !== undefined) found.push({ pid, birth });
	}
	return found;
}

export async function endProxies(work: string): Promise<void> {
	for (const proxy of await findProxies(work)) await endDaemon(proxy);
}
