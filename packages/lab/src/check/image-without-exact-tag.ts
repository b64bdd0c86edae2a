import { fault } from "@lab/core";
import { plainValues } from "../values.ts";
import type { Rule } from "./rule.ts";

/**
 * Whether an image reference always means the same image: it has a digest, or a
 * tag with at least two parts of a version (`17.7-bookworm`), which publishers
 * do not move.
 */
export function isExact(image: string): boolean {
	if (/@sha256:[0-9a-f]{64}$/.test(image)) return true;
	const last = image.slice(image.lastIndexOf("/") + 1);
	const tag = last.split(":")[1];
	return tag !== undefined && /\d+\.\d+/.test(tag);
}

/** Every image has a digest or an exact tag. */
export const imageWithoutExactTag: Rule = {
	code: "image-without-exact-tag",
	check({ images }, { objects = [], releases = [] }) {
		const named = [
			...Object.entries(images).map(([key, image]) => ({
				where: `images.${key}`,
				image,
			})),
			...objects.flatMap(({ where, object }) =>
				imagesIn(object).map((image) => ({ where, image })),
			),
			...releases.flatMap(({ where, values }) =>
				imagesOfChart(plainValues(values)).map((image) => ({ where, image })),
			),
		];
		return named
			.filter(({ image }) => !isExact(image))
			.map(({ where, image }) =>
				fault({
					code: "image-without-exact-tag",
					what: `image '${image}' has neither an exact tag nor a digest`,
					where,
					help: "use a tag with the full version, or a digest",
				}),
			);
	},
};

/** Images in the values of a chart, as far as they set a tag: `image: {repository, tag}`. */
function imagesOfChart(value: unknown, key = ""): string[] {
	if (Array.isArray(value))
		return value.flatMap((entry) => imagesOfChart(entry, key));
	if (value === null || typeof value !== "object") return [];
	const { repository = "…", tag, digest } = value as Record<string, unknown>;
	const isPinned = typeof digest === "string" && digest !== "";
	return [
		...(/image$/i.test(key) &&
		typeof tag === "string" &&
		tag !== "" &&
		!isPinned
			? [`${repository}:${tag}`]
			: []),
		...Object.entries(value).flatMap(([inner, entry]) =>
			imagesOfChart(entry, inner),
		),
	];
}

/** The images of all containers within an object. */
function imagesIn(value: unknown): string[] {
	if (Array.isArray(value)) return value.flatMap(imagesIn);
	if (value === null || typeof value !== "object") return [];
	return Object.entries(value).flatMap(([key, entry]) =>
		/^(initC|c|ephemeralC)ontainers$/.test(key) && Array.isArray(entry)
			? entry.flatMap((container: { image?: unknown }) =>
					// A policy matches images by a pattern.
					typeof container?.image === "string" && !container.image.includes("*")
						? [container.image]
						: [],
				)
			: imagesIn(entry),
	);
}
