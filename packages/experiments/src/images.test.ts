import { fromYamlStream } from "@lab/core";
import { imagesOf, type Plan } from "@lab/record";
import { expect, test } from "vitest";
import { defineExperiment, type Experiment } from "./experiment.ts";
import { digests, images, pulledAs } from "./images.ts";
import { imagesInUse } from "./images-in-use.ts";
import { planFor } from "./plan-for.ts";
import { anyImage } from "./protocols/any-image.ts";
import { experiments, findExperiment } from "./registry.ts";
import { runsOn } from "./settings.ts";

const provenance = { commit: "0", dirty: false, versions: {}, machines: [] };
const planned = (experiment: Experiment): Plan =>
	planFor(experiment, { backend: "cluster", provenance });

const podsIn = ({ cluster }: Plan): string =>
	Object.entries(cluster?.files ?? {})
		.filter(([path]) => path !== "fleet.yaml")
		.map(([, text]) => text)
		.join("---\n");

/** Images that Kubernetes would pull: the values of all fields `image`, at any depth. */
function pulledBy(value: unknown): string[] {
	if (value === null || typeof value !== "object") return [];
	return Object.entries(value).flatMap(([key, entry]) =>
		key === "image" && typeof entry === "string" ? [entry] : pulledBy(entry),
	);
}

const inPlan = (plan: Plan): string[] => imagesOf(plan).map(pulledAs);

test.each(experiments.filter((one) => runsOn(one, "cluster")))(
	"the plan of $name lists exactly the images that its pods pull",
	(experiment) => {
		const plan = planned(experiment);
		const pods = fromYamlStream(podsIn(plan), experiment.name);
		expect(new Set(inPlan(plan))).toEqual(new Set(pulledBy(pods)));
	},
);

test("the pinned digest of a tag is in the plan and in its pods", () => {
	const plan = planned(findExperiment("waku-store"));
	const digest = digests[images.postgres];
	expect(digest).toBeDefined();
	expect(inPlan(plan)).toContain(`${images.postgres}@${digest}`);
	expect(podsIn(plan)).toContain(`image: ${images.postgres}@${digest}\n`);
});

test("the digests file maps tags to digests", () => {
	for (const [reference, digest] of Object.entries(digests)) {
		expect(reference).toMatch(/^[^@\s]+:[^@:\s]+$/);
		expect(digest).toMatch(/^sha256:[0-9a-f]{64}$/);
	}
});

const uses = (image: string) =>
	defineExperiment({
		name: "any",
		purpose: "-",
		parameters: {},
		draft: () => anyImage({ image, nodes: 1, watchMs: 1000 }),
	}) as unknown as Experiment;

test("images in use are the list's and those of experiments, except images with a digest", () => {
	const listed = imagesInUse([]);
	expect(listed).toEqual([...Object.values(images)].sort());
	expect(imagesInUse([uses("nginx:1.27.3")])).toContain("nginx:1.27.3");
	const pinned = uses(`nginx:1.27.3@sha256:${"0".repeat(64)}`);
	expect(imagesInUse([pinned])).toEqual(listed);
});
