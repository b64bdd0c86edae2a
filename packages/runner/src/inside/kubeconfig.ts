import process from "node:process";
import { toYaml } from "@lab/core";

/** Mount path of a pod's service account credentials. */
const ACCOUNT = "/var/run/secrets/kubernetes.io/serviceaccount";

/**
 * Kubeconfig with which kubectl in a pod reaches its own cluster. Without it,
 * kubectl uses the in-cluster configuration only if no flag, such as a request
 * timeout, overrides a default. `tokenFile`, since the token expires and is renewed.
 */
export function kubeconfigInside(env: NodeJS.ProcessEnv = process.env): string {
	const { KUBERNETES_SERVICE_HOST: host, KUBERNETES_SERVICE_PORT: port } = env;
	const name = "inside";
	return toYaml({
		apiVersion: "v1",
		kind: "Config",
		clusters: [
			{
				name,
				cluster: {
					server: `https://${host?.includes(":") ? `[${host}]` : host}:${port}`,
					"certificate-authority": `${ACCOUNT}/ca.crt`,
				},
			},
		],
		users: [{ name, user: { tokenFile: `${ACCOUNT}/token` } }],
		contexts: [{ name, context: { cluster: name, user: name } }],
		"current-context": name,
	});
}
