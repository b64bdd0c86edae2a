import { fault } from "@lab/core";
import type { Rule } from "./rule.ts";

/**
 * Whether an image is always the same one: a digest, or a tag with at least
 * two parts of a version (`17.7-bookworm`), which registries do not move.
 */
export function isExact(image: string): boolean {
	if (/@sha256:[0-9a-f]{64}$/.test(image)) return true;
	const last = image.slice(image.lastIndexOf("/") + 1);
	const tag = last.split(":")[1];
	return tag !== undefined && /\d+\.\d+/.test(tag);
}

/** Every image is named by digest or exact tag. */
export const imageWithoutExactTag: Rule = {
	code: "image-without-exact-tag",
	check({ images }, { objects = [] }) {
		const named = [
			...Object.entries(images).map(([key, image]) => ({
				where: `images.${key}`,
				image,
			})),
			...objects.flatMap(({ where, object }) =>
				imagesIn(object).map((image) => ({ where, image })),
			),
		];
		return named
			.filter(({ image }) => !isExact(image))
			.map(({ where, image }) =>
				fault({
					code: "image-without-exact-tag",
					what: `image '${image}' is not always the same one`,
					where,
					help: "name it by a full version or by its digest",
				}),
			);
	},
};

/** The images of all containers within an object. */
function imagesIn(value: unknown): string[] {
	if (Array.isArray(value)) return value.flatMap(imagesIn);
	if (value === null || typeof value !== "object") return [];
	return Object.entries(value).flatMap(([key, entry]) =>
		/^(initC|c|ephemeralC)ontainers$/.test(key) && Array.isArray(entry)
			? entry.flatMap((container: { image?: unknown }) =>
					typeof container?.image === "string" ? [container.image] : [],
				)
			: imagesIn(entry),
	);
}
