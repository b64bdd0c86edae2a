import type { RunFigures } from "../figures.ts";
import { curves, distribution } from "./_curves.ts";
import { LOG_FLOOR_MS, type Plot } from "./_draw.ts";
import { rowsOf } from "./_rows.ts";

/** Where nobody says its name, a service is a hash of 64 digits. */
const shortened = (service: string): string =>
	service.length > 24 ? `${service.slice(0, 16)}…` : service;

export async function timeToFind(
	runs: readonly RunFigures[],
): Promise<Plot | undefined> {
	const times = new Map<string, number[]>();
	for (const { service, first_ms, suffix } of rowsOf<{
		service: string;
		first_ms: number;
	}>(runs, "service-discovery-peers")) {
		const curve = shortened(service) + suffix;
		times.set(curve, [
			...(times.get(curve) ?? []),
			Math.max(first_ms, LOG_FLOOR_MS),
		]);
	}
	if (times.size === 0) return undefined;
	return {
		name: "service-discovery",
		title: "Service discovery: how long until a peer is found",
		caption:
			"Share of the peers found that a node had found so long after it began to look, by service. Peers that were never found are not in it: the table tells found from expected.",
		svg: await curves(
			[...times].flatMap(([curve, found]) => distribution(curve, found)),
			{ of: "peers found", x: "time to find, ms" },
		),
	};
}
