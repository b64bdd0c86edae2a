import { add } from "@lab/bundles";
import type { ClusterIssuer } from "@lab/kubernetes";
import { platform } from "@lab/lab";
import type { Chart } from "cdk8s";
import { defineComponent } from "../component.ts";

/** Certificate issuers of the endpoints; provisioning installs cert-manager itself. */
export const certIssuers = defineComponent({
	name: "cert-issuers",
	purpose: "certificates of the endpoints",
	namespace: "cert-manager",
	// vaclab-2 creates them with Ansible.
	adopt: true,
	objects(scope, env) {
		if (!env.supports.certificates.available) {
			issuer(scope, "self-signed", { selfSigned: {} });
			return;
		}
		issuer(scope, "letsencrypt-prod", acme("letsencrypt-prod", "acme-v02"));
		// For testing: without rate limits, but not trusted by browsers.
		issuer(
			scope,
			"letsencrypt-staging",
			acme("letsencrypt-staging", "acme-staging-v02"),
		);
	},
});

const issuer = (scope: Chart, name: string, spec: ClusterIssuer["spec"]) =>
	add(scope, name, {
		apiVersion: "cert-manager.io/v1",
		kind: "ClusterIssuer",
		metadata: { name },
		spec,
	});

/** Without an e-mail address: Let's Encrypt no longer sends mails, and the key identifies the account. */
const acme = (name: string, server: string) => ({
	acme: {
		server: `https://${server}.api.letsencrypt.org/directory`,
		privateKeySecretRef: { name },
		solvers: [
			{ http01: { ingress: { ingressClassName: platform.ingressClass } } },
		],
	},
});
