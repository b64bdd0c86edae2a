import { environments } from "@lab/lab";
import { expect, test } from "vitest";
import { renderComponent } from "../_render.ts";
import { kyverno } from "./component.ts";

const controllers = [
	"backgroundController",
	"cleanupController",
	"reportsController",
];

test("the servers of its webhooks run at the API server's site, on different nodes", () => {
	expect(renderComponent(kyverno).values).toMatchObject({
		admissionController: {
			nodeAffinity: {
				requiredDuringSchedulingIgnoredDuringExecution: {
					nodeSelectorTerms: [
						{
							matchExpressions: [
								{
									key: "kubernetes.io/hostname",
									operator: "NotIn",
									values: ["metal-01.he-eu-hel1.misc.vacdst"],
								},
							],
						},
					],
				},
			},
			podAntiAffinity: {
				requiredDuringSchedulingIgnoredDuringExecution: [
					{ topologyKey: "kubernetes.io/hostname" },
				],
			},
		},
	});
});

test("each other controller prefers the machine that experiments avoid", () => {
	for (const name of controllers)
		expect(renderComponent(kyverno).values).toHaveProperty(
			`${name}.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution.0.preference.matchExpressions.0.values`,
			["metal-01.he-eu-hel1.misc.vacdst"],
		);
});

test("controllers have two replicas in the lab, and the chart's default in the replica", () => {
	expect(renderComponent(kyverno).values).toMatchObject({
		admissionController: { replicas: 2 },
	});
	expect(
		renderComponent(kyverno, environments.local).values,
	).not.toHaveProperty("admissionController.replicas");
});

test("it sets only values that the chart reads and that differ from its defaults", () => {
	expect(renderComponent(kyverno).faults).toEqual([]);
});
