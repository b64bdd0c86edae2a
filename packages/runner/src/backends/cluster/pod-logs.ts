import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { LabError } from "@lab/core";
import type { Plan } from "@lab/record";
import type { Collected, Node } from "../../backend.ts";
import { reasonOf } from "../../persist.ts";
import type { Kubectl } from "./kubectl.ts";

const LOGS_AT_ONCE = 16;

/**
 * Brings the logs of pods into a folder. One that cannot be had is not in the
 * answer: the dataset lists it as missing.
 */
export async function collectLogs(
	kubectl: Kubectl,
	plan: Plan,
	nodes: readonly Node[],
	into: string,
	tell: (text: string) => void,
	signal: AbortSignal,
): Promise<Collected[]> {
	await mkdir(join(into, "logs"), { recursive: true });
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
				const path = `logs/${node.name}.log`;
				await writeFile(join(into, path), text);
				found.push({ path, content: "logs", format: "text" });
			} catch (error) {
				signal.throwIfAborted();
				if (!(error instanceof LabError)) throw error;
				// Not in the dataset: it will be listed there as missing.
				tell(`no log of ${node.name}: ${reasonOf(error)}`);
			}
		}
	};
	await Promise.all(Array.from({ length: LOGS_AT_ONCE }, worker));
	return found.sort((a, b) => (a.path < b.path ? -1 : 1));
}
