import { fleet } from "@lab/lab";
import { expect, test } from "vitest";
import { renderComponent } from "../_render.ts";
import { rancherPostInstall } from "./component.ts";

const { object, objects, fleetYaml } = renderComponent(rancherPostInstall);

test("the cluster gets the label that the GitRepo targets", () => {
	const text = JSON.stringify(object("CronJob", "fleet-cluster-labeler"));
	for (const [key, value] of Object.entries(fleet.clusterLabel))
		expect(text).toContain(`"${key}=${value}"`);
	expect(text).toContain(`clusters.fleet.cattle.io/${fleet.cluster}`);
});

test("it goes on setting it after Fleet has uninstalled its bundle", () => {
	expect(fleetYaml.keepResources).toBe(true);
});

test("nothing of it vanishes by itself, which Fleet would call drift", () => {
	expect(objects.map(({ kind }) => kind)).not.toContain("Job");
	expect(JSON.stringify(objects)).not.toContain("ttlSecondsAfterFinished");
});

test("it may change this one cluster, and nothing else", () => {
	expect(object("Role", "fleet-cluster-labeler").rules).toEqual([
		{
			apiGroups: ["fleet.cattle.io"],
			resources: ["clusters"],
			resourceNames: ["local"],
			verbs: ["get", "patch"],
		},
	]);
});
