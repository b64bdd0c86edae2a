import { environments } from "@lab/lab";
import { expect, test } from "vitest";
import { renderComponent } from "../_render.ts";
import { certIssuers } from "./component.ts";

test("the issuer that the lab's endpoints use exists", () => {
	const { object } = renderComponent(certIssuers);
	const { certificateIssuer = "" } = environments.vaclab;
	expect(object("ClusterIssuer", certificateIssuer)).toMatchObject({
		spec: {
			acme: {
				server: "https://acme-v02.api.letsencrypt.org/directory",
				solvers: [{ http01: { ingress: { ingressClassName: "traefik" } } }],
			},
		},
	});
});

test("the replica uses no certificate authority on the Internet", () => {
	const { objects } = renderComponent(certIssuers, environments.local);
	expect(objects.map(({ spec }) => spec)).toEqual([{ selfSigned: {} }]);
});

test("it contains no e-mail address", () => {
	expect(JSON.stringify(renderComponent(certIssuers).objects)).not.toContain(
		"@",
	);
});
