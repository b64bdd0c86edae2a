import { environments } from "@lab/lab";
import { expect, test } from "vitest";
import { renderComponent } from "../_render.ts";
import { storage } from "./component.ts";

test("the class for stores uses disks of workers only", () => {
	const { object } = renderComponent(storage);
	expect(object("StorageClass", "longhorn-vaclab")).toMatchObject({
		parameters: { nodeSelector: "worker", numberOfReplicas: "2" },
	});
});

test("the class for the control plane keeps one copy on the pod's node, on system disks", () => {
	const { object } = renderComponent(storage);
	const { parameters } = object("StorageClass", "longhorn-vaclab-master");
	expect(parameters).toMatchObject({
		dataLocality: "best-effort",
		diskSelector: "home-disk",
	});
	expect(parameters).not.toHaveProperty("nodeSelector");
});

test("volumes are kept when their claim is deleted", () => {
	for (const { reclaimPolicy } of renderComponent(storage).objects)
		expect(reclaimPolicy).toBe("Retain");
});

test("the replica has the same classes on local folders, and does not depend on Longhorn", () => {
	const lab = renderComponent(storage);
	const local = renderComponent(storage, environments.local);
	const names = ({ objects }: typeof lab) =>
		objects.map(({ metadata }) => metadata.name);
	expect(names(local)).toEqual(names(lab));
	for (const { provisioner } of local.objects)
		expect(provisioner).toBe("rancher.io/local-path");
	expect(local.fleetYaml.dependsOn).toBeUndefined();
});
