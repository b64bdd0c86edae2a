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
import { after, commandLines } from "../command-lines.ts";
import type { Kubectl } from "./kubectl.ts";

/** How the HTTP ports of pods are reached from where we are. */
export type Reach = (pod: string, address: string, port: number) => string;

/** Marks our proxy on its command line, so that whoever goes on finds it. */
const markOf = (work: string): string => join(work, "proxy");

/**
 * Inside the cluster pods are reached by their address; outside through one
 * proxy to the API server, never by a forwarded port for each pod.
 */
export async function createReach(
	kubectl: Kubectl,
	{ namespace }: Plan,
	work: string,
	signal: AbortSignal,
): Promise<Reach> {
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
		what: "kubectl proxy did not come up",
		where: log,
		help: "read its log",
		exit: exitCode.letDown,
	});
}

export async function findProxies(work: string): Promise<Daemon[]> {
	const found: Daemon[] = [];
	for (const { pid, words } of await commandLines()) {
		if (after(words, "--cache-dir") !== markOf(work)) continue;
		const birth = words.includes("proxy") ? await birthOf(pid) : undefined;
		if (birth !== undefined) found.push({ pid, birth });
	}
	return found;
}

export async function endProxies(work: string): Promise<void> {
	for (const proxy of await findProxies(work)) await endDaemon(proxy);
}
