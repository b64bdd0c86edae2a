import { platform } from "@lab/lab";
import { ApiObject, type Chart } from "cdk8s";
import { defineComponent } from "../component.ts";

/** Whoever signs the certificates of the endpoints; cert-manager itself comes with provisioning. */
export const certIssuers = defineComponent({
	name: "cert-issuers",
	purpose: "certificates of the endpoints",
	namespace: "cert-manager",
	// vaclab-2 makes them by Ansible.
	adopt: true,
	objects(scope, env) {
		if (!env.served.certificates.here) {
			issuer(scope, "self-signed", { selfSigned: {} });
			return;
		}
		issuer(scope, "letsencrypt-prod", acme("letsencrypt-prod", "acme-v02"));
		// Signs nothing that browsers trust, and lets everybody try as often as they like.
		issuer(
			scope,
			"letsencrypt-staging",
			acme("letsencrypt-staging", "acme-staging-v02"),
		);
	},
});

const issuer = (scope: Chart, name: string, spec: Record<string, unknown>) =>
	new ApiObject(scope, name, {
		apiVersion: "cert-manager.io/v1",
		kind: "ClusterIssuer",
		metadata: { name },
		spec,
	});

/** No e-mail address: Let's Encrypt sends none any more, and the account is its key. */
const acme = (name: string, server: string) => ({
	acme: {
		server: `https://${server}.api.letsencrypt.org/directory`,
		privateKeySecretRef: { name },
		solvers: [
			{ http01: { ingress: { ingressClassName: platform.ingressClass } } },
		],
	},
});
