import { environments } from "@lab/lab";
import { expect, test } from "vitest";
import { renderComponent } from "../_render.ts";
import { kubeStateMetrics } from "./component.ts";

const { values } = renderComponent(kubeStateMetrics);

test("it does not read Secrets", () => {
	expect(values.collectorsExclude).toContain("secrets");
});

test.each(["pods", "nodes", "persistentvolumeclaims", "statefulsets"])(
	"%s, which lab health depends on, are watched",
	(kind) => {
		expect(values.collectorsExclude).not.toContain(kind);
	},
);

test.each(Object.values(environments))(
	"it passes every check in $name",
	(env) => {
		expect(renderComponent(kubeStateMetrics, env).faults).toEqual([]);
	},
);
