import { environments } from "@lab/lab";
import { expect, test } from "vitest";
import { renderComponent } from "../_render.ts";
import { traefikMiddlewares } from "./component.ts";

test("Traefik asks the login proxy, and passes on who came", () => {
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

test("only a lab that speaks https redirects to it", () => {
	const redirects = (env: Parameters<typeof renderComponent>[1]) =>
		renderComponent(traefikMiddlewares, env).objects.some(
			({ metadata }) => metadata.name === "redirect-https",
		);
	expect(redirects(environments.vaclab)).toBe(true);
	expect(redirects(environments.local)).toBe(false);
});

test("it takes over what vaclab-2 made under the same names", () => {
	expect(
		renderComponent(traefikMiddlewares).fleetYaml.helm?.takeOwnership,
	).toBe(true);
});
