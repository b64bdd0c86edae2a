import { environments } from "@lab/lab";
import { expect, test } from "vitest";
import { renderComponent } from "../_render.ts";
import { kyverno } from "./component.ts";

const controllers = [
	"admissionController",
	"backgroundController",
	"cleanupController",
	"reportsController",
];

test("each of its controllers prefers the machine that experiments leave alone", () => {
	for (const name of controllers)
		expect(renderComponent(kyverno).values).toHaveProperty(
			`${name}.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution.0.preference.matchExpressions.0.values`,
			["metal-01.he-eu-hel1.misc.vacdst"],
		);
});

test("there are two of each in the lab, and the chart's one in the replica", () => {
	expect(renderComponent(kyverno).values).toMatchObject({
		admissionController: { replicas: 2 },
	});
	expect(
		renderComponent(kyverno, environments.local).values,
	).not.toHaveProperty("admissionController.replicas");
});

test("it sets only what the chart reads and does not have by itself", () => {
	expect(renderComponent(kyverno).faults).toEqual([]);
});
