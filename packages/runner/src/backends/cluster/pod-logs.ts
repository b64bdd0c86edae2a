import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { LabError, reasonOf } from "@lab/core";
import { logFileOf, type Plan, runFolders } from "@lab/record";
import type { Collected, Node } from "../../backend.ts";
import type { Kubectl } from "./kubectl.ts";

const LOGS_AT_ONCE = 16;

/**
 * Copies the logs of pods into a folder. Omits a log that cannot be read: the
 * dataset lists it as missing.
 */
export async function collectLogs(
	kubectl: Kubectl,
	plan: Plan,
	nodes: readonly Node[],
	into: string,
	print: (text: string) => void,
	signal: AbortSignal,
): Promise<Collected[]> {
	await mkdir(join(into, runFolders.logs), { recursive: true });
	const found: Collected[] = [];
	const waiting = [...nodes];
	const worker = async () => {
		for (let node = waiting.pop(); node; node = waiting.pop()) {
			const container = plan.groups.find(
				({ name }) => name === node?.group,
			)?.container;
			try {
				const text = await kubectl.run(
					["-n", plan.namespace, "logs", node.name, "-c", container ?? ""],
					{ signal },
				);
				const path = logFileOf(node.name);
				await writeFile(join(into, path), text);
				found.push({ path, content: "logs", format: "text" });
			} catch (error) {
				signal.throwIfAborted();
				if (!(error instanceof LabError)) throw error;
				// The dataset will list it as missing.
				print(`no log of ${node.name}: ${reasonOf(error)}`);
			}
		}
	};
	await Promise.all(Array.from({ length: LOGS_AT_ONCE }, worker));
	return found.sort((a, b) => (a.path < b.path ? -1 : 1));
}
