import type { Finding } from "@lab/core";
import type { Platform } from "../platform.ts";
import type { RenderedBundle } from "../render.ts";

/** Check of bundles for one fault that would make Fleet, Helm or the API server fail. */
export interface Rule {
	/** Code of its findings; also the name of its file and of its fixture. */
	readonly code: string;
	/** Returns all findings and throws nothing. Pure. */
	readonly check: (
		bundles: readonly RenderedBundle[],
		platform: Platform,
	) => Finding[];
}
