import { add } from "@lab/bundles";
import type { StorageClass as StorageClassObject } from "@lab/kubernetes";
import { type StorageClass, storageClasses } from "@lab/lab";
import { defineComponent } from "../component.ts";
import { longhorn } from "../longhorn/component.ts";

/** Storage classes of the lab's volumes. */
export const storage = defineComponent({
	name: "storage",
	purpose: "storage classes on Longhorn",
	namespace: "longhorn-system",
	needs: [longhorn],
	adopt: true,
	objects(scope, env) {
		for (const storageClass of Object.values(storageClasses)) {
			const { name } = storageClass;
			add(scope, name, {
				apiVersion: "storage.k8s.io/v1",
				kind: "StorageClass",
				metadata: { name },
				...(env.supports.blockStorage.available
					? onLonghorn(storageClass)
					: onFolders),
			});
		}
	},
});

/** Fields of a storage class without its name. */
type Fields = Omit<StorageClassObject, "apiVersion" | "kind" | "metadata">;

const onLonghorn = ({
	replicas,
	nodeTags,
	diskTags,
	dataLocality,
}: StorageClass): Fields => ({
	provisioner: "driver.longhorn.io",
	allowVolumeExpansion: true,
	// Keeps the data when a bundle, and with it a claim, is deleted.
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

/** The same classes without Longhorn, on k3s's own provisioner. */
const onFolders: Fields = {
	provisioner: "rancher.io/local-path",
	reclaimPolicy: "Delete",
	volumeBindingMode: "WaitForFirstConsumer",
};
