import { fault, warning } from "@lab/core";
import type { RenderedBundle } from "../render.ts";
import type { Check } from "./check.ts";

/** From here on Fleet packs each file, and soon the API server refuses the bundle. */
const LIMIT = 1_000_000;
const WARN_AT = 0.8 * LIMIT;

/** @returns bytes of the Bundle object that Fleet makes of the folder, as JSON */
export const sizeOf = ({ files }: RenderedBundle): number =>
	Buffer.byteLength(
		JSON.stringify([...files].map(([name, content]) => ({ name, content }))),
	);

/** Every bundle is small enough to be stored. */
export const bundleSize: Check = (bundles) =>
	bundles.flatMap((rendered) => {
		const size = sizeOf(rendered);
		if (size < WARN_AT) return [];
		const finding = {
			what: `${rendered.name} has ${size.toLocaleString("en")} bytes; Fleet stores fewer than ${LIMIT.toLocaleString("en")}`,
			where: rendered.source,
			help: "split it into two bundles",
		};
		return [
			size < LIMIT
				? warning({ code: "bundle-size", ...finding })
				: fault({ code: "bundle-too-large", ...finding }),
		];
	});
