import { add } from "@lab/bundles";
import { endpoints, nodePorts } from "@lab/lab";
import { defineComponent } from "../component.ts";
import { expose } from "../exposure.ts";
import { traefikMiddlewares } from "../traefik-middlewares/component.ts";

/** Access to Hubble, which Cilium installs: its UI for browsers, and its relay for the CLI. */
export const hubble = defineComponent({
	name: "hubble",
	purpose: "flows between pods, from outside the cluster",
	namespace: "kube-system",
	needs: [traefikMiddlewares],
	adopt: true,
	objects(scope, env) {
		expose(scope, endpoints.hubble, env);
		const { name, namespace, port, nodePort } = nodePorts.hubbleRelay;
		add(scope, "relay", {
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
