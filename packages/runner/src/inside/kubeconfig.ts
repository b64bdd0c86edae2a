import process from "node:process";
import { toYaml } from "@lab/core";

/** Where a pod finds what its account may show. */
const ACCOUNT = "/var/run/secrets/kubernetes.io/serviceaccount";

/**
 * How a pod reaches its own cluster, for kubectl: left to itself it looks
 * there only while no flag, such as a time limit, changes what it would take
 * elsewhere. The token is read anew, since it does not live long.
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
