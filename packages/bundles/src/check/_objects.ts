import type { ReadObject } from "@lab/kubernetes";
import type { RenderedBundle } from "../render.ts";

/** Visits every object of every bundle. */
export const eachObject = <T>(
	bundles: readonly RenderedBundle[],
	visit: (object: ReadObject, entry: RenderedBundle) => readonly T[],
): T[] =>
	bundles.flatMap((entry) =>
		entry.objects.flatMap((object) => visit(object, entry)),
	);
