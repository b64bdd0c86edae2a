import type { Machine } from "./machines/machines.ts";

interface KubernetesObject {
	readonly kind: string;
	readonly metadata: {
		readonly name: string;
		readonly labels?: Record<string, string>;
	};
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

/** Asks the cluster on its server, as a person would who stands beside it. */
export async function kubectl(
	server: Machine,
	line: string,
): Promise<KubernetesObject[]> {
	const { exit, stdout, stderr } = await server.shell(
		`k3s kubectl ${line} -o json`,
	);
	if (exit !== 0) throw new Error(stderr);
	const answer = JSON.parse(stdout);
	return answer.items ?? [answer];
}

/** Nodes with the version that each runs; one that is not Ready says so. */
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

/** What the stand-in was told, in order. */
export const journal = async (server: Machine): Promise<string[]> =>
	(await server.read("/var/lib/rancher/k3s/server/db/journal"))
		.trim()
		.split("\n");
