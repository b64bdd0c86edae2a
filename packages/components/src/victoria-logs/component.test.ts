import { environments } from "@lab/lab";
import { expect, test } from "vitest";
import { renderComponent } from "../_render.ts";
import { victoriaLogs } from "./component.ts";

test("the lab keeps logs for half a year on a worker's disk, and never fills it", () => {
	expect(renderComponent(victoriaLogs).values).toMatchObject({
		vlstorage: {
			replicaCount: 1,
			retentionPeriod: "180d",
			retentionMaxDiskUsagePercent: "90",
			persistentVolume: { size: "600Gi", storageClassName: "longhorn-vaclab" },
			nodeSelector: { "node-role.kubernetes.io/worker": "true" },
		},
	});
});

test("analyses read it from outside without a login, below /select only", () => {
	const ingress = renderComponent(victoriaLogs).object("Ingress", "logs");
	expect(ingress.metadata.annotations).toMatchObject({
		"traefik.ingress.kubernetes.io/router.middlewares":
			"default-redirect-https@kubernetescrd",
	});
	expect(ingress.spec).toMatchObject({
		rules: [
			{ host: "vlselect.lab.vac.dev", http: { paths: [{ path: "/select" }] } },
		],
		tls: [{ hosts: ["vlselect.lab.vac.dev"] }],
	});
});

test("the replica reserves nothing for it", () => {
	const { values } = renderComponent(victoriaLogs, environments.local);
	expect(values.vlinsert).not.toHaveProperty("resources");
	expect(values).toMatchObject({ vlinsert: { replicaCount: 1 } });
});

test.each(Object.values(environments))("every rule holds in $name", (env) => {
	expect(renderComponent(victoriaLogs, env).faults).toEqual([]);
});
