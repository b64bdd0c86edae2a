import { add } from "@lab/bundles";
import type { Middleware } from "@lab/kubernetes";
import { outpostUrl } from "../authentik-config/outpost.ts";
import { defineComponent } from "../component.ts";

/** Middlewares that several endpoints share; others belong to their endpoint's component. */
export const traefikMiddlewares = defineComponent({
	name: "traefik-middlewares",
	purpose: "redirects to https, and login",
	namespace: "default",
	adopt: true,
	objects(scope, env) {
		const middleware = (name: string, spec: Middleware["spec"]) =>
			add(scope, name, {
				apiVersion: "traefik.io/v1alpha1",
				kind: "Middleware",
				metadata: { name, namespace: "default" },
				spec,
			});
		if (env.web.scheme === "https")
			middleware("redirect-https", {
				redirectScheme: { scheme: "https", permanent: true },
			});
		middleware("authentik-forwardauth", {
			forwardAuth: {
				address: `${outpostUrl}/auth/traefik`,
				trustForwardHeader: true,
				authResponseHeaders: ["username", "email", "groups", "name", "uid"].map(
					(field) => `X-authentik-${field}`,
				),
			},
		});
	},
});
