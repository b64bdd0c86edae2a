import { environments } from "@lab/lab";
import { expect, test } from "vitest";
import { renderComponent } from "../_render.ts";
import { kubeStateMetrics } from "./component.ts";

const { values } = renderComponent(kubeStateMetrics);

test("it reads no Secret of the lab", () => {
	expect(values.collectorsExclude).toContain("secrets");
});

test.each(["pods", "nodes", "persistentvolumeclaims", "statefulsets"])(
	"%s, which the lab's health is judged by, are watched",
	(kind) => {
		expect(values.collectorsExclude).not.toContain(kind);
	},
);

test.each(Object.values(environments))("every rule holds in $name", (env) => {
	expect(renderComponent(kubeStateMetrics, env).faults).toEqual([]);
});
