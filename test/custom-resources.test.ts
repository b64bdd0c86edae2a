import { groupOf, type Manifest } from "@lab/bundles";
import { components, renderLab } from "@lab/components";
import { describeNeeding } from "@lab/core/testing";
import { chartFactsFolder, environments } from "@lab/lab";
import { expect, test } from "vitest";
import { crdsKnownIn, validateAgainst } from "./_crds.ts";

const folder = chartFactsFolder();

const customResources = (objects: readonly Manifest[]) =>
	objects.filter(
		(object) =>
			/\.(io|com|org|dev)$/.test(groupOf(object)) &&
			!groupOf(object).endsWith("k8s.io"),
	);

describeNeeding(
	[{ what: "facts of charts", there: () => folder !== undefined }],
	"custom resources",
	() => {
		const crds = folder === undefined ? new Map() : crdsKnownIn(folder);
		const all = Object.values(environments).flatMap((env) =>
			renderLab(components, env).bundles.flatMap(({ name, objects }) =>
				customResources(objects).map((object) => ({
					name: `${env.name} ${name} ${object.kind} ${object.metadata.name}`,
					object,
				})),
			),
		);

		test.each(all.map(({ name, object }) => [name, object] as const))(
			"%s is valid against its CRD",
			(_name, object) => {
				expect(validateAgainst(crds, object)).toEqual([]);
			},
		);

		test("a mistyped field and a wrong type are found, so the check can fail", () => {
			const middleware = {
				apiVersion: "traefik.io/v1alpha1",
				kind: "Middleware",
				metadata: { name: "x" },
				spec: { redirectSheme: {}, rateLimit: { average: "many" } },
			};
			expect(validateAgainst(crds, middleware).join("\n")).toMatch(
				/redirectSheme/,
			);
		});
	},
);
