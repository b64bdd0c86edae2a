import type { EventSchema } from "../events/schema.ts";

/** Formats and events of the lines that containers of an image write. */
export interface ImageLogs {
	/** Repository without a tag: `owner/name`, or `name` for any owner. */
	readonly repository: string;
	/** Tags observed to write these lines. @default every tag */
	readonly tags?: readonly string[];
	/** Names of formats, the most common first. */
	readonly formats: readonly string[];
	readonly events: readonly EventSchema[];
}
