import { imagesOf } from "@lab/record";
import type { Experiment } from "./experiment.ts";
import { digests, images } from "./images.ts";
import { plannedGroup } from "./planned-group.ts";
import { draftAsRegistered } from "./render/parked.ts";
import { runsOn } from "./settings.ts";

/** Returns all images by tag: the list's, and those that experiments name themselves. */
export function imagesInUse(experiments: readonly Experiment[]): string[] {
	const inPods = experiments
		.filter((experiment) => runsOn(experiment, "cluster"))
		.flatMap((experiment) => {
			const { groups } = draftAsRegistered(experiment);
			return imagesOf({ groups: groups.map(plannedGroup) });
		})
		// Leave out images whose definition already has a digest.
		.filter(({ reference, digest }) => digest === digests[reference])
		.map(({ reference }) => reference);
	return [...new Set([...Object.values(images), ...inPods])].sort();
}
