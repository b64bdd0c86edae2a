import { type ReadObject, titleOf } from "@lab/kubernetes";
import type { RenderedBundle } from "./render.ts";

/** Location of an object or of a field in it: `<file>: Ingress homepage: spec.rules[0].host`. */
export const placeOf = (
	{ source }: Pick<RenderedBundle, "source">,
	object: Pick<ReadObject, "kind" | "metadata">,
	path?: string,
): string =>
	[source, titleOf(object), ...(path === undefined ? [] : [path])].join(": ");
