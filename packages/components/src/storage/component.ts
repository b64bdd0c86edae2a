import { storageClasses } from "@lab/lab";
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
	objects: (scope) => {
		for (const {
			name,
			replicas,
			nodeTags,
			diskTags,
			dataLocality,
		} of Object.values(storageClasses)) {
			new ApiObject(scope, name, {
				apiVersion: "storage.k8s.io/v1",
				kind: "StorageClass",
				metadata: { name },
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
			} as never);
		}
	},
});
