import type { KubernetesObject } from "../experiment.ts";
import type { Group } from "../group.ts";
import { imageOf } from "../images.ts";
import {
	LIBP2P_SERVICE,
	libp2pPorts,
	metricsAnswer,
	relayResources,
} from "./libp2p.ts";

/** Where mix nodes leave their keys and addresses for each other. */
const KEYS = "/data";

/** A folder that all nodes of a run write to. */
export const mixKeys: KubernetesObject = {
	apiVersion: "v1",
	kind: "PersistentVolumeClaim",
	metadata: { name: "mix-keys" },
	spec: {
		accessModes: ["ReadWriteMany"],
		storageClassName: "longhorn",
		resources: { requests: { storage: "1Gi" } },
	},
};

/** Nodes that wrap messages in layers, each of which another node takes off. */
export const mixNodes = ({
	name,
	nodes,
	image,
	env,
	wave,
}: {
	readonly name: string;
	readonly nodes: number;
	readonly image: string;
	readonly env: Group["env"];
	readonly wave: Group["wave"];
}): Group => ({
	name,
	kind: "StatefulSet",
	image: imageOf(image),
	container: "pod-0",
	service: LIBP2P_SERVICE,
	args: [],
	env: {
		FILEPATH: KEYS,
		SERVICE: LIBP2P_SERVICE,
		// What it tells the others of itself, in the shared folder.
		PUBLISHED_HOSTNAME: `$(POD_NAME).${LIBP2P_SERVICE}`,
		...env,
	},
	ports: libp2pPorts,
	...relayResources,
	replicas: nodes,
	wave,
	pod: {
		ready: metricsAnswer,
		claim: { name: mixKeys.metadata.name, path: KEYS },
		searches: [LIBP2P_SERVICE],
	},
});
