import { imagesOf } from "@lab/record";
import type { Experiment } from "./experiment.ts";
import { plannedGroup } from "./group.ts";
import { digests, images } from "./images.ts";
import { draftAsRegistered } from "./render/parked.ts";
import { runsOn } from "./settings.ts";

/** Every image by tag: those of the list, and what experiments name beside it. */
export function imagesInUse(experiments: readonly Experiment[]): string[] {
	const inPods = experiments
		.filter((experiment) => runsOn(experiment, "cluster"))
		.flatMap((experiment) => {
			const { groups } = draftAsRegistered(experiment);
			return imagesOf({ groups: groups.map(plannedGroup) });
		})
		// A digest that the definition gives decides already.
		.filter(({ reference, digest }) => digest === digests[reference])
		.map(({ reference }) => reference);
	return [...new Set([...Object.values(images), ...inPods])].sort();
}
