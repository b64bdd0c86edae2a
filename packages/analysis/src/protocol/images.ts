import { eventsOf } from "../events/events-of.ts";
import type { EventSchema } from "../events/schema.ts";
import type { ImageLogs } from "./image-logs.ts";
import { type Protocol, partsOf } from "./protocol.ts";

/** Splits `registry/owner/name:tag@digest` into path and tag. */
function split(image: string): { path: string[]; tag: string } {
	const [reference = ""] = image.split("@");
	const slash = reference.lastIndexOf("/");
	const colon = reference.indexOf(":", slash);
	const name = colon < 0 ? reference : reference.slice(0, colon);
	return {
		path: name.split("/"),
		tag: colon < 0 ? "latest" : reference.slice(colon + 1),
	};
}

/**
 * Returns the entry for an image: one with the owner wins over one with the bare
 * name, one with the tag over one for every tag.
 *
 * @returns undefined if there is none
 */
export function imageLogsOf(
	protocols: readonly Protocol[],
	image: string,
): ImageLogs | undefined {
	const { path, tag } = split(image);
	const depth = ({ repository }: ImageLogs) => repository.split("/").length;
	const [best] = partsOf(protocols, ({ images }) => images)
		.filter(
			(one) =>
				path.slice(-depth(one)).join("/") === one.repository &&
				(one.tags === undefined || one.tags.includes(tag)),
		)
		.sort(
			(a, b) =>
				depth(b) - depth(a) ||
				Number(a.tags === undefined) - Number(b.tags === undefined),
		);
	return best;
}

/** Returns the events of the images, and those of the cluster. */
export function schemasOf(
	protocols: readonly Protocol[],
	images: readonly string[],
): EventSchema[] {
	const known = images.flatMap(
		(image) => imageLogsOf(protocols, image)?.events ?? [],
	);
	return [...new Set([...known, ...eventsOf([])])];
}
