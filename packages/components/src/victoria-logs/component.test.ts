import { environments } from "@lab/lab";
import { expect, test } from "vitest";
import { renderComponent } from "../_render.ts";
import { victoriaLogs } from "./component.ts";

test("the lab keeps logs for half a year on a worker's disk, without filling it", () => {
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

test("analyses can read it from outside without a login, but only below /select", () => {
	const ingress = renderComponent(victoriaLogs).object("Ingress", "logs");
	expect(ingress.metadata.annotations).toMatchObject({
		"traefik.ingress.kubernetes.io/router.middlewares":
			"default-redirect-https@kubernetescrd,victorialogs-logs-start@kubernetescrd",
	});
	expect(ingress.spec).toMatchObject({
		rules: [
			{
				host: "vlselect.lab.vac.dev",
				http: {
					paths: [{ path: "/select" }, { path: "/", pathType: "Exact" }],
				},
			},
		],
		tls: [{ hosts: ["vlselect.lab.vac.dev"] }],
	});
});

test("the replica reserves no resources for it", () => {
	const { values } = renderComponent(victoriaLogs, environments.local);
	expect(values.vlinsert).not.toHaveProperty("resources");
	expect(values).toMatchObject({ vlinsert: { replicaCount: 1 } });
});

test.each(Object.values(environments))(
	"it passes every check in $name",
	(env) => {
		expect(renderComponent(victoriaLogs, env).faults).toEqual([]);
	},
);
