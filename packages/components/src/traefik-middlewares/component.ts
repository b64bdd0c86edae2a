import { ApiObject } from "cdk8s";
import { outpostUrl } from "../authentik-config/outpost.ts";
import { defineComponent } from "../component.ts";

/** What stands in front of more than one endpoint; what only one has comes with that one. */
export const traefikMiddlewares = defineComponent({
	name: "traefik-middlewares",
	purpose: "redirect to https, and ask for a login",
	namespace: "default",
	adopt: true,
	objects(scope, env) {
		const middleware = (name: string, spec: Record<string, unknown>) =>
			new ApiObject(scope, name, {
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
