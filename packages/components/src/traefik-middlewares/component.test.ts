import { environments } from "@lab/lab";
import { expect, test } from "vitest";
import { renderComponent } from "../_render.ts";
import { traefikMiddlewares } from "./component.ts";

test("Traefik forwards authentication to the login proxy, and passes on the user", () => {
	const { object } = renderComponent(traefikMiddlewares);
	expect(object("Middleware", "authentik-forwardauth")).toMatchObject({
		metadata: { namespace: "default" },
		spec: {
			forwardAuth: {
				address:
					"http://authentik-outpost.authentik.svc.cluster.local:9000/outpost.goauthentik.io/auth/traefik",
				authResponseHeaders: expect.arrayContaining(["X-authentik-groups"]),
			},
		},
	});
});

test("only an environment with https redirects to it", () => {
	const redirects = (env: Parameters<typeof renderComponent>[1]) =>
		renderComponent(traefikMiddlewares, env).objects.some(
			({ metadata }) => metadata.name === "redirect-https",
		);
	expect(redirects(environments.vaclab)).toBe(true);
	expect(redirects(environments.local)).toBe(false);
});

test("it takes over vaclab-2's objects of the same names", () => {
	expect(
		renderComponent(traefikMiddlewares).fleetYaml.helm?.takeOwnership,
	).toBe(true);
});
