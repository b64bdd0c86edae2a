import type { PersistentVolumeClaim } from "@lab/kubernetes";
import { storageClasses } from "@lab/lab";
import type { Group } from "../group.ts";
import { imageOf } from "../images.ts";
import {
	LIBP2P_SERVICE,
	libp2pPorts,
	metricsReachable,
	relayResources,
} from "./libp2p.ts";

/** Mount path of the volume through which mix nodes exchange keys and addresses. */
const KEYS = "/data";

/** Volume that all nodes of a run write to. */
export const mixKeys: PersistentVolumeClaim = {
	apiVersion: "v1",
	kind: "PersistentVolumeClaim",
	metadata: { name: "mix-keys" },
	spec: {
		accessModes: ["ReadWriteMany"],
		storageClassName: storageClasses.workers.name,
		resources: { requests: { storage: "1Gi" } },
	},
};

/** Group of mix nodes. They route messages in layers of encryption, each removed by another node. */
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
		// The host name that the node publishes in the shared volume.
		PUBLISHED_HOSTNAME: `$(POD_NAME).${LIBP2P_SERVICE}`,
		...env,
	},
	ports: libp2pPorts,
	...relayResources,
	replicas: nodes,
	wave,
	pod: {
		ready: metricsReachable,
		claim: { name: mixKeys.metadata.name, path: KEYS },
		searches: [LIBP2P_SERVICE],
	},
});
