import { readFile } from "node:fs/promises";
import { jsonDocuments } from "./_documents.ts";
import type { LoggedEvent } from "./logged-event.ts";
import { type Outage, outagesOf } from "./outages.ts";
import { type Partition, partitionsOf } from "./partitions.ts";
import { timeOf } from "./time.ts";

/** What is used of `events.log`. */
export interface Course {
	/** Time of the first event, as text: UTC. */
	readonly start?: string;
	/** Time of the last event, likewise. */
	readonly end?: string;
	/** Number of messages whose publishing was requested. */
	readonly requested: number;
	/** Reasons why 10ksim declared the run invalid. */
	readonly invalid: readonly string[];
	/** Nodes that the experiment took down, and when. */
	readonly outages: readonly Outage[];
	/** When the nodes were kept apart. */
	readonly partitions: readonly Partition[];
	/** Image that was asked for, and the digests that the nodes pulled. */
	readonly image?: { readonly requested: string; readonly pulled: string };
}

/** Reads `events.log`; 10ksim appends to it if a folder is used again. */
export async function readCourse(
	path: string | undefined,
	notes: string[],
): Promise<Course> {
	if (path === undefined) {
		notes.push("events.log is missing: failed publishes are unknown");
		return { requested: 0, invalid: [], outages: [], partitions: [] };
	}
	const all = jsonDocuments(
		await readFile(path, "utf8"),
		path,
	) as LoggedEvent[];
	const starts = all.flatMap(({ event }, index) =>
		event === "run_start" ? [index] : [],
	);
	if (starts.length > 1) {
		notes.push(
			`events.log has the events of ${starts.length} runs that shared the folder: those of the last one are used`,
		);
	}
	const events = starts.length > 1 ? all.slice(starts.at(-1)) : all;
	for (const { event, attempted, failed } of events) {
		if (event === "publish_summary" && failed !== undefined && failed !== 0) {
			notes.push(
				`${failed} of ${attempted} publishes failed, according to 10ksim: what was not published is not expected`,
			);
		}
	}
	const times = events.flatMap(({ timestamp }) =>
		typeof timestamp === "string" ? [timestamp] : [],
	);
	const [start, end] = [times[0], times.at(-1)];
	const image = imageOf(events);
	return {
		...(start !== undefined && { start }),
		...(end !== undefined && { end }),
		...(image && { image }),
		outages: outagesOf(events, timeOf(end ?? "")),
		partitions: partitionsOf(events, timeOf(end ?? "")),
		requested: events.filter(({ event }) => event === "publish").length,
		invalid: events.flatMap(({ event, reason }) =>
			event === "run_invalid" ? [String(reason ?? "no reason is given")] : [],
		),
	};
}

/** The image of `images_resolved`, which 10ksim logs since August 2026. */
function imageOf(events: readonly LoggedEvent[]): Course["image"] {
	const seen = events.findLast(({ event }) => event === "images_resolved");
	if (seen === undefined) return undefined;
	const { requested, resolved } = seen;
	const pulled =
		typeof resolved === "object" && resolved !== null
			? Object.values(resolved).flat()
			: [];
	return {
		requested: String(requested ?? "unknown"),
		pulled: [...new Set(pulled)].join(" and "),
	};
}
