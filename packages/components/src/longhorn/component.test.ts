import { environments } from "@lab/lab";
import { expect, test } from "vitest";
import { renderComponent } from "../_render.ts";
import { runsIn } from "../component.ts";
import { longhorn } from "./component.ts";

test("only disks that a node's facts name are used", () => {
	const { values } = renderComponent(longhorn);
	expect(values).toMatchObject({
		defaultSettings: { createDefaultDiskLabeledNodes: true },
	});
});

test("its interface asks for a login in the lab", () => {
	const { object } = renderComponent(longhorn);
	const { annotations = {} } = object("Ingress", "longhorn").metadata;
	expect(
		annotations["traefik.ingress.kubernetes.io/router.middlewares"],
	).toContain("default-authentik-forwardauth@kubernetescrd");
});

test("the replica has no disks for it, so it is left out there", () => {
	expect(runsIn(longhorn, environments.vaclab)).toBe(true);
	expect(runsIn(longhorn, environments.local)).toBe(false);
});

test("it changes only what differs from the chart's defaults", () => {
	expect(renderComponent(longhorn).faults).toEqual([]);
});
