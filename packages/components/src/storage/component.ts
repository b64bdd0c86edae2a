import { type StorageClass, storageClasses } from "@lab/lab";
import { ApiObject } from "cdk8s";
import { defineComponent } from "../component.ts";
import { longhorn } from "../longhorn/component.ts";

/** The storage classes that volumes of the lab ask for. */
export const storage = defineComponent({
	name: "storage",
	purpose: "storage classes on Longhorn",
	namespace: "longhorn-system",
	needs: [longhorn],
	adopt: true,
	objects(scope, env) {
		for (const storageClass of Object.values(storageClasses)) {
			const { name } = storageClass;
			new ApiObject(scope, name, {
				apiVersion: "storage.k8s.io/v1",
				kind: "StorageClass",
				metadata: { name },
				...(env.served.blockStorage.here
					? onLonghorn(storageClass)
					: onFolders),
			});
		}
	},
});

const onLonghorn = ({
	replicas,
	nodeTags,
	diskTags,
	dataLocality,
}: StorageClass) => ({
	provisioner: "driver.longhorn.io",
	allowVolumeExpansion: true,
	// Data outlives the claim: whoever deletes a bundle keeps the volumes.
	reclaimPolicy: "Retain",
	volumeBindingMode: "Immediate",
	parameters: {
		numberOfReplicas: String(replicas),
		staleReplicaTimeout: "2880",
		fsType: "ext4",
		dataLocality,
		...(nodeTags.length > 0 && { nodeSelector: nodeTags.join(",") }),
		...(diskTags.length > 0 && { diskSelector: diskTags.join(",") }),
	},
});

/** The same classes where no disk is Longhorn's: what k3s brings stands behind them. */
const onFolders = {
	provisioner: "rancher.io/local-path",
	reclaimPolicy: "Delete",
	volumeBindingMode: "WaitForFirstConsumer",
};
