import { endpoints, nodePorts } from "@lab/lab";
import { ApiObject } from "cdk8s";
import { defineComponent } from "../component.ts";
import { expose } from "../exposure.ts";
import { traefikMiddlewares } from "../traefik-middlewares/component.ts";

/** Ways in to Hubble, which Cilium brings: its interface for people, its relay for the command line. */
export const hubble = defineComponent({
	name: "hubble",
	purpose: "flows between pods, from outside the cluster",
	namespace: "kube-system",
	needs: [traefikMiddlewares],
	adopt: true,
	objects(scope, env) {
		expose(scope, endpoints.hubble, env);
		const { name, namespace, port, nodePort } = nodePorts.hubbleRelay;
		new ApiObject(scope, "relay", {
			apiVersion: "v1",
			kind: "Service",
			metadata: { name: "hubble-relay-external", namespace },
			spec: {
				type: "NodePort",
				selector: { "k8s-app": "hubble-relay" },
				ports: [{ name, port, nodePort }],
			},
		});
	},
});
