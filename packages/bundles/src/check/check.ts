import type { Finding } from "@lab/core";
import type { RenderedBundle } from "../render.ts";
import type { Platform } from "../tree.ts";

/** One rule over all bundles: a pure function that returns every fault it sees. */
export type Check = (
	bundles: readonly RenderedBundle[],
	platform: Platform,
) => Finding[];
