import { fault, warning } from "@lab/core";
import type { RenderedBundle } from "../render.ts";
import type { Rule } from "./rule.ts";

/** Bytes from which Fleet compresses each file; not much larger, the API server rejects the bundle. */
const LIMIT = 1_000_000;
const WARN_AT = 0.8 * LIMIT;

/** @returns size of the Bundle object that Fleet creates from the folder, in bytes of JSON */
export const sizeOf = ({ files }: RenderedBundle): number =>
	Buffer.byteLength(
		JSON.stringify([...files].map(([name, content]) => ({ name, content }))),
	);

/** Every bundle is small enough to be stored. */
export const bundleTooLarge: Rule = {
	code: "bundle-too-large",
	check: (bundles) =>
		bundles.flatMap((rendered) => {
			const size = sizeOf(rendered);
			if (size < WARN_AT) return [];
			const finding = {
				code: "bundle-too-large",
				what: `${rendered.name} has ${size.toLocaleString("en")} bytes, and must have fewer than ${LIMIT.toLocaleString("en")}`,
				where: rendered.source,
				help: "split it into two bundles",
			};
			return [size < LIMIT ? warning(finding) : fault(finding)];
		}),
};
