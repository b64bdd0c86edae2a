import type { ReadObject } from "@lab/kubernetes";
import type { Machine } from "./machines/machines.ts";

/** Kubernetes object, with the fields of all kinds that the tests check. */
interface TestedObject extends ReadObject {
	readonly spec: {
		readonly taints?: readonly { readonly key: string }[];
		readonly unschedulable?: boolean;
		readonly disks?: Record<string, { readonly tags: readonly string[] }>;
		readonly tags?: readonly string[];
	};
	readonly status: {
		readonly conditions?: readonly {
			readonly type: string;
			readonly status: string;
		}[];
		readonly nodeInfo?: { readonly kubeletVersion: string };
	};
	readonly data: Record<string, string>;
}

/** Runs kubectl on the server. @returns the objects of its answer */
export async function kubectl(
	server: Machine,
	line: string,
): Promise<TestedObject[]> {
	const { exit, stdout, stderr } = await server.shell(
		`k3s kubectl ${line} -o json`,
	);
	if (exit !== 0) throw new Error(stderr);
	const answer = JSON.parse(stdout);
	return answer.items ?? [answer];
}

/** Version of each node by name, with a suffix for nodes that are not Ready or cordoned. */
export async function nodeVersions(
	server: Machine,
): Promise<Record<string, string>> {
	const nodes = await kubectl(server, "get nodes");
	return Object.fromEntries(
		nodes.map(({ metadata, status, spec }) => {
			const ready = status.conditions?.some(
				({ type, status }) => type === "Ready" && status === "True",
			);
			const version = status.nodeInfo?.kubeletVersion ?? "unknown";
			const marks = [
				...(ready ? [] : ["not ready"]),
				...(spec.unschedulable ? ["cordoned"] : []),
			];
			return [metadata.name, [version, ...marks].join(", ")];
		}),
	);
}

/** Calls that the k3s stand-in received, in order. */
export const journal = async (server: Machine): Promise<string[]> =>
	(await server.read("/var/lib/rancher/k3s/server/db/journal"))
		.trim()
		.split("\n");
