import { expect, test } from "vitest";
import { renderComponent } from "../_render.ts";
import { policyReporter } from "./component.ts";

const { object, values, faults } = renderComponent(policyReporter);

test("it is exposed at its own host, behind a login", () => {
	const { metadata, spec } = object("Ingress", "policy-reporter");
	expect(spec).toMatchObject({
		rules: [
			{
				host: "kyverno.lab.vac.dev",
				http: {
					paths: [
						{
							backend: {
								service: { name: "policy-reporter-ui", port: { number: 8080 } },
							},
						},
					],
				},
			},
		],
	});
	expect(
		metadata.annotations?.["traefik.ingress.kubernetes.io/router.middlewares"],
	).toContain("authentik-forwardauth");
});

test("the UI is enabled, which it is not by default", () => {
	expect(values).toMatchObject({ ui: { enabled: true } });
	expect(faults).toEqual([]);
});
