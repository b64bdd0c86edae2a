import {
	curves,
	distribution,
	LOG_FLOOR_MS,
	type Plot,
	rowsOf,
} from "@lab/analysis/plots";
import type { RunFigures } from "@lab/analysis/report";

/** Shortens a service id, a hash of 64 digits, which is shown if no node logs the service's name. */
const shortened = (service: string): string =>
	service.length > 24 ? `${service.slice(0, 16)}...` : service;

async function timeToFind(
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
		title: "Service discovery: time to find a peer",
		caption:
			"Cumulative distribution of the time to find a peer, by service. Peers that were never found are not included: see the table for found and expected peers.",
		svg: await curves(
			[...times].flatMap(([curve, found]) => distribution(curve, found)),
			{ of: "peers found", x: "time to find, ms" },
		),
	};
}

export const plotsOf = (runs: readonly RunFigures[]) => [timeToFind(runs)];
