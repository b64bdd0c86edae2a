import {
	type Condition,
	imagesOf,
	measures,
	type NodeGroup,
	type Plan,
	type TimelineStep,
} from "@lab/record";

/** Describes a plan for people. */
export function planText(plan: Plan): string {
	const { demand, cluster } = plan;
	return [
		`${plan.name}, ${plan.backend}, ${plan.hash.slice(0, 12)}`,
		...section("parameters", Object.entries(plan.parameters).map(parameter)),
		...section(
			"nodes",
			plan.groups.map(plan.backend === "process" ? processes : pods),
		),
		...(cluster === undefined
			? []
			: section("images by tag, which can change", byTag(plan))),
		...section("timeline", plan.timeline.map(step)),
		...section("valid if", plan.guards.map(condition)),
		...section("passes if", plan.criteria.map(condition)),
		...(cluster === undefined
			? []
			: section("objects", [
					`${Object.keys(cluster.files).length - 1} in ${kib(bytesOf(cluster.files))}, namespace ${plan.namespace}: ${
						cluster.label === undefined
							? "a Bundle created through the API"
							: `the parked bundle ${cluster.bundle}`
					}`,
				])),
		...section("demand", [
			`${demand.pods} pods, ${demand.cpuMillis / 1000} CPU, ${Math.ceil(demand.memoryBytes / 2 ** 20)} MiB`,
			`${(demand.bandwidthBitsPerSecond / 1e6).toFixed(1)} Mbit/s, ${demand.series} series, ${kib(demand.logBytes)} of logs`,
		]),
		`seed '${plan.seed}', commit ${plan.provenance.commit.slice(0, 12)}${plan.provenance.dirty ? " with changes" : ""}`,
	].join("\n");
}

const section = (title: string, lines: readonly string[]): string[] =>
	lines.length === 0 ? [] : [title, ...lines.map((line) => `  ${line}`)];

const parameter = ([key, { value, unit, from }]: [
	string,
	Plan["parameters"][string],
]): string =>
	`${key} ${value}${unit === undefined ? "" : ` ${unit}`}${from === "default" ? "" : `  (${from})`}`;

/** Lists the images without a digest and the command that pins them. */
function byTag(plan: Plan): string[] {
	const references = imagesOf(plan)
		.filter(({ digest }) => digest === undefined)
		.map(({ reference }) => reference);
	if (references.length === 0) return [];
	const images = [...new Set(references)];
	return [...images, `to pin them: pnpm experiment pin ${images.join(" ")}`];
}

const processes = ({ name, replicas, process, wave }: NodeGroup): string =>
	`${name}: ${replicas} of ${process?.program}, ${process?.nodesPerProcess} per process, ${wave.size} at a time`;

const pods = ({ name, replicas, kind, image, wave }: NodeGroup): string =>
	`${name}: ${replicas} of ${image.reference}${image.digest === undefined ? " (by tag)" : `@${image.digest}`}, ${kind}, ${wave.size} at a time`;

const step = (one: TimelineStep): string =>
	`${one.name}: ${one.kind} at ${one.atMs / 1000} s${one.kind === "publish" ? `, ${one.messages.length} messages of ${one.sizeBytes} bytes` : ""}`;

const condition = ({ measure, window, atLeast, atMost }: Condition): string =>
	[
		measure,
		...(window === undefined ? [] : [`in ${window}`]),
		...(atLeast === undefined ? [] : [`>= ${atLeast}`]),
		...(atMost === undefined ? [] : [`<= ${atMost}`]),
		...(measures[measure].unit === "count" ? [] : [measures[measure].unit]),
	].join(" ");

const bytesOf = (files: Readonly<Record<string, string>>): number =>
	Object.values(files).reduce((sum, text) => sum + text.length, 0);

const kib = (bytes: number): string => `${Math.ceil(bytes / 1024)} KiB`;
