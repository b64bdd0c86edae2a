import { environments } from "@lab/lab";
import { expect, test } from "vitest";
import { renderComponent } from "../_render.ts";
import { certIssuers } from "./component.ts";

test("the issuer that the lab's endpoints name is there", () => {
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

test("the replica asks nobody on the Internet", () => {
	const { objects } = renderComponent(certIssuers, environments.local);
	expect(objects.map(({ spec }) => spec)).toEqual([{ selfSigned: {} }]);
});

test("nobody's address stands in it", () => {
	expect(JSON.stringify(renderComponent(certIssuers).objects)).not.toContain(
		"@",
	);
});
