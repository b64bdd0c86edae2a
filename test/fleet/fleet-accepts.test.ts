import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { renderTreeOf } from "@lab/cli";
import { run, tryRun } from "@lab/core";
import { describeNeeding } from "@lab/core/testing";
import { identityOf, type ReadObject } from "@lab/kubernetes";
import { type EnvironmentName, environments } from "@lab/lab";
import { ensureTools } from "@lab/toolchain";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
	type ChartServer,
	type FleetBundle,
	fleetApply,
	fleetProgram,
	fleetRender,
	serveCharts,
	strictDecoder,
} from "./_fleet.ts";

const root = join(import.meta.dirname, "../..");
const folders = { vaclab: "fleet", local: "local-lab/fleet" } as const;

describeNeeding(["go"], "Fleet's own code", () => {
	let fleet: string;
	let decoder: string;
	let charts: ChartServer;
	beforeAll(async () => {
		const quiet = { step() {}, note() {} };
		const { helm } = await ensureTools(["helm"], { progress: quiet });
		charts = await serveCharts(helm.path);
		fleet = await fleetProgram();
		decoder = await strictDecoder();
	}, 1_800_000);
	afterAll(() => charts.close());

	describe.each(Object.entries(folders) as [EnvironmentName, string][])(
		"accepts %s",
		(name, folder) => {
			const tree = renderTreeOf(environments[name]);
			let read: FleetBundle[];
			beforeAll(async () => {
				read = await fleetApply(fleet, join(root, folder), charts);
			}, 300_000);

			test("every fleet.yaml decodes strictly into Fleet's own type", async () => {
				const paths = tree.bundles.map((bundle) =>
					join(root, folder, bundle.folder, "fleet.yaml"),
				);
				const { stdout } = await run(decoder, paths, { timeout: "1m" });
				expect(JSON.parse(stdout)).toEqual(paths.map((path) => ({ path })));
			});

			test("Fleet finds exactly our bundles, under our names", () => {
				expect(read.map(({ metadata }) => metadata.name).sort()).toEqual(
					tree.bundles.map((bundle) => bundle.name).sort(),
				);
				for (const { metadata, spec } of read) {
					const ours = tree.bundles.find(
						(bundle) => bundle.name === metadata.name,
					);
					expect(spec.dependsOn ?? []).toEqual(ours?.fleetYaml.dependsOn ?? []);
					expect(spec.defaultNamespace).toBe(ours?.namespace);
					expect(
						spec.resources
							.map((resource) => resource.name)
							.filter((path) => !path.startsWith(".chart"))
							.sort(),
					).toEqual(
						[...(ours?.files.keys() ?? [])]
							.filter((path) => path !== "fleet.yaml")
							.sort(),
					);
				}
			});

			test("experiments target only clusters with their label, all other bundles every cluster", () => {
				const everywhere = [{ name: "default", clusterGroup: "default" }];
				const targets = Object.fromEntries(
					read.map(({ metadata, spec }) => [metadata.name, spec.targets]),
				);
				expect(targets).toEqual(
					Object.fromEntries(
						tree.bundles.map(({ name, folder }) => {
							const label = `lab.vac.dev/${name}`;
							const labelled = [
								{ clusterSelector: { matchLabels: { [label]: "on" } } },
							];
							return [
								name,
								folder.startsWith("experiments/") ? labelled : everywhere,
							];
						}),
					),
				);
			});

			test.each(tree.bundles.map((bundle) => [bundle.name, bundle] as const))(
				"%s renders to exactly the intended objects",
				async (bundleName, ours) => {
					const bundle = read.find(
						({ metadata }) => metadata.name === bundleName,
					);
					const rendered = await fleetRender(fleet, bundle as FleetBundle);
					const shown = rendered.find(
						({ metadata }) => metadata.name === "shown-values",
					);
					const byIdentity = (objects: readonly ReadObject[]) =>
						new Map(
							objects.map(
								(object) =>
									[identityOf(object, ours.namespace), plain(object)] as const,
							),
						);
					expect(
						byIdentity(rendered.filter((object) => object !== shown)),
					).toEqual(byIdentity(ours.objects));
					if (ours.fleetYaml.helm?.chart === undefined) return;
					expect(JSON.parse(String(Object(shown?.data).values))).toMatchObject(
						plain(ours.fleetYaml.helm.values ?? {}),
					);
				},
			);
		},
	);

	test("the decoder rejects an unknown field, so the check can fail", async () => {
		const folder = await mkdtemp(join(tmpdir(), "fleet-yaml-"));
		const path = join(folder, "fleet.yaml");
		await writeFile(path, "defaultNamespace: x\ndefaultNamespaces: y\n");
		const { exit, stdout } = await tryRun(decoder, [path], { timeout: "1m" });
		expect(exit).toBe(1);
		expect(stdout).toContain("defaultNamespaces");
		await rm(folder, { recursive: true });
	});
});

const plain = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;
