import { environments } from "@lab/lab";
import { expect, test } from "vitest";
import { renderComponent } from "../_render.ts";
import { hubble } from "./component.ts";

test("the hubble CLI can reach the relay at every node", () => {
	expect(
		renderComponent(hubble).object("Service", "hubble-relay-external").spec,
	).toMatchObject({
		type: "NodePort",
		selector: { "k8s-app": "hubble-relay" },
		ports: [{ port: 4245, nodePort: 31245 }],
	});
});

test("the UI requires https and a login", () => {
	const { metadata, spec } = renderComponent(hubble).object(
		"Ingress",
		"hubble",
	);
	expect(
		metadata.annotations?.["traefik.ingress.kubernetes.io/router.middlewares"],
	).toBe(
		"default-redirect-https@kubernetescrd,default-authentik-forwardauth@kubernetescrd",
	);
	expect(spec).toMatchObject({
		rules: [{ host: "hubble.lab.vac.dev" }],
		tls: [{ hosts: ["hubble.lab.vac.dev"] }],
	});
});

test("in the replica, its host is in the replica's domain", () => {
	expect(
		renderComponent(hubble, environments.local).object("Ingress", "hubble")
			.spec,
	).toMatchObject({ rules: [{ host: "hubble.localhost" }] });
});
