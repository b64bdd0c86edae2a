import type { ImportedFacts } from "../ledger/index.ts";
import { lengthOf } from "../report/about/about.ts";
import type { Partition } from "./partitions.ts";
import type { Course } from "./read-events.ts";
import type { Metadata } from "./read-metadata.ts";
import { timeOf } from "./time.ts";

/** What a run of 10ksim ran, as far as its files say. */
export function aboutOf(
	{ params, stack }: Metadata,
	{ start, end, image, outages, partitions }: Course,
): ImportedFacts {
	const started = timeOf(start ?? stack.start ?? "");
	const ended = timeOf(end ?? stack.end ?? "");
	const down = new Set(outages.map(({ node }) => node)).size;
	return {
		facts: [
			...parametersIn(params),
			...[...stack.sets].map(([set, replicas]) => ({
				name: `nodes ${set}`,
				value: String(replicas),
			})),
			{
				name: "image",
				value:
					image === undefined
						? "not recorded"
						: `${image.requested}, ${image.pulled === "" ? "digest not resolved" : `pulled ${image.pulled}`}`,
			},
			...(down > 0 ? [{ name: "churn", value: `${down} nodes down` }] : []),
			...partitions.map((partition) => ({
				name: "partition",
				value: partitionText(partition, started),
			})),
			{ name: "made by", value: "10ksim" },
		],
		...(started !== undefined && { started: String(started) }),
		...(started !== undefined &&
			ended !== undefined &&
			ended > started && { lengthNs: String(ended - started) }),
	};
}

/** `partition into 5 and 5 nodes for 120 s after 700 s`; nobody tested whether it was one. */
function partitionText(
	{ sides, start, end, healed }: Partition,
	started: bigint | undefined,
): string {
	const after =
		started === undefined || start < started
			? ""
			: ` after ${lengthOf(start - started)}`;
	return `into ${sides.join(" and ")} nodes for ${lengthOf(end - start)}${after}${healed ? "" : ", never healed"}; 10ksim does not test whether they were apart`;
}

/** Every parameter with a value; the files do not tell which ones are defaults. */
function parametersIn(
	params: unknown,
	path: readonly string[] = [],
): ImportedFacts["facts"] {
	if (params === null || params === undefined || params === "") return [];
	if (typeof params !== "object" || Array.isArray(params)) {
		if (path.length === 0) return [];
		const value = Array.isArray(params) ? params.join(", ") : String(params);
		return [{ name: `parameter ${path.join(".")}`, value }];
	}
	return Object.entries(params).flatMap(([name, value]) =>
		parametersIn(value, [...path, name]),
	);
}
