import { environments } from "@lab/lab";
import { expect, test } from "vitest";
import { renderComponent } from "../_render.ts";
import { runsIn } from "../component.ts";
import { longhorn } from "./component.ts";

test("only disks listed in the node facts are used", () => {
	const { values } = renderComponent(longhorn);
	expect(values).toMatchObject({
		defaultSettings: { createDefaultDiskLabeledNodes: true },
	});
});

test("its UI requires a login in the lab", () => {
	const { object } = renderComponent(longhorn);
	const { annotations = {} } = object("Ingress", "longhorn").metadata;
	expect(
		annotations["traefik.ingress.kubernetes.io/router.middlewares"],
	).toContain("default-authentik-forwardauth@kubernetescrd");
});

test("it is not rendered in the replica, which has no disks for it", () => {
	expect(runsIn(longhorn, environments.vaclab)).toBe(true);
	expect(runsIn(longhorn, environments.local)).toBe(false);
});

test("it sets only values that differ from the chart's defaults", () => {
	expect(renderComponent(longhorn).faults).toEqual([]);
});
