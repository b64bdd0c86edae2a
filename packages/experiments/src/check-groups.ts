import { type Finding, fault } from "@lab/core";
import type { Draft } from "./experiment.ts";
import type { Group, PodShape } from "./group.ts";
import { keyOf } from "./render/config-map-key.ts";

/** More nodes than the lab's machines could ever run. */
const MOST_NODES = 100_000;

/** Highest bandwidth of a pod in Mbit/s: that of the fastest network cards. */
const MOST_MEGABITS = 100_000;

const wrong = (what: string, where: string, help: string): Finding =>
	fault({ code: "invalid-value", what, where, help });

/** Mistakes in groups that neither a type nor the API server finds. */
export const groupFaults = ({ groups, objects = [] }: Draft): Finding[] => [
	...repeatedNames(
		groups.map(({ name }) => name),
		"groups",
	),
	...repeatedNames(
		objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`),
		"objects",
	),
	...groups.flatMap((group) => {
		const where = `groups.${group.name}`;
		return [
			...valuesOf(group, where),
			...bandwidthOf(group.pod ?? {}, where),
			...linkOf(group.pod?.link ?? {}, where),
			...pathsOf(group.pod ?? {}, where),
			...readinessOf(group.pod?.ready, where),
			...namesOf(group, { groups, objects }, where),
		];
	}),
];

function repeatedNames(names: readonly string[], where: string): Finding[] {
	return [
		...new Set(names.filter((name, index) => names.indexOf(name) < index)),
	].map((name) =>
		fault({
			code: "repeated-name",
			what: `two ${where} have the name '${name}'`,
			where: `${where}.${name}`,
			help: "give one of them another name",
		}),
	);
}

function valuesOf(
	{ replicas, env, requests, limits }: Group,
	where: string,
): Finding[] {
	return [
		...(replicas > MOST_NODES
			? [
					wrong(
						`${replicas} nodes are more than the lab can run`,
						`${where}.replicas`,
						`plan at most ${MOST_NODES}`,
					),
				]
			: []),
		...Object.entries(env)
			.filter(([, value]) => String(value).includes("\0"))
			.map(([name]) =>
				wrong(
					`${name} contains a NUL, at which a program's environment ends`,
					`${where}.env.${name}`,
					"remove it",
				),
			),
		...(["cpuMillis", "memoryBytes"] as const)
			.filter(
				(field) => limits !== undefined && limits[field] < requests[field],
			)
			.map((field) =>
				wrong(
					`the limit of ${limits?.[field]} is less than the request of ${requests[field]}`,
					`${where}.limits.${field}`,
					"raise the limit, or lower the request",
				),
			),
	];
}

const bandwidthOf = (
	{ megabitsPerSecond: rate }: PodShape,
	where: string,
): Finding[] =>
	rate === undefined || (rate > 0 && rate <= MOST_MEGABITS)
		? []
		: [
				wrong(
					`${rate} Mbit/s is no bandwidth of a pod`,
					`${where}.pod.megabitsPerSecond`,
					`give a number above 0, up to ${MOST_MEGABITS}; leave it out for no limit`,
				),
			];

function linkOf(
	{ out = {}, inBitsPerSecond }: NonNullable<PodShape["link"]>,
	where: string,
): Finding[] {
	const { delayMs = 0, jitterMs = 0, lossPercent = 0, rateBitsPerSecond } = out;
	const rates = { "out.rateBitsPerSecond": rateBitsPerSecond, inBitsPerSecond };
	const times = { delayMs, jitterMs };
	return [
		...Object.entries(rates)
			.filter(
				([, rate]) =>
					rate !== undefined && !(Number.isInteger(rate) && rate > 0),
			)
			.map(([name, rate]) =>
				wrong(
					`${rate} bit/s is no rate of a link`,
					`${where}.pod.link.${name}`,
					"give a whole number above 0; leave it out for no limit",
				),
			),
		...Object.entries(times)
			.filter(([, time]) => !(time >= 0 && Number.isFinite(time)))
			.map(([name, time]) =>
				wrong(
					`${time} ms is no delay of a link`,
					`${where}.pod.link.out.${name}`,
					"give a number of milliseconds, 0 or more",
				),
			),
		...(lossPercent >= 0 && lossPercent <= 100
			? []
			: [
					wrong(
						`${lossPercent} % is no share of packets`,
						`${where}.pod.link.out.lossPercent`,
						"give a number from 0 to 100",
					),
				]),
	];
}

function pathsOf(
	{ files = {}, shared = [], claim }: PodShape,
	where: string,
): Finding[] {
	const paths = [
		...Object.keys(files).map((path) => ["files", path] as const),
		...shared.map((path) => ["shared", path] as const),
		...(claim ? [["claim", claim.path] as const] : []),
	];
	const keys = Object.keys(files).map(keyOf);
	return [
		...paths
			.filter(([, path]) => !path.startsWith("/"))
			.map(([field, path]) =>
				wrong(
					`'${path}' is no absolute path`,
					`${where}.pod.${field}`,
					"start it with /",
				),
			),
		...Object.keys(files)
			.filter((path, index) => keys.indexOf(keyOf(path)) < index)
			.map((path) =>
				wrong(
					`'${path}' has the key of an earlier file in the ConfigMap, '${keyOf(path)}', and would replace it`,
					`${where}.pod.files`,
					"give one of the files another name",
				),
			),
	];
}

const readinessOf = (ready: PodShape["ready"], where: string): Finding[] =>
	ready === undefined
		? []
		: [
				...("httpPath" in ready.check && !ready.check.httpPath.startsWith("/")
					? [
							wrong(
								`'${ready.check.httpPath}' is no path of a URL`,
								`${where}.pod.ready.check.httpPath`,
								"start it with /",
							),
						]
					: []),
				...(ready.periodSeconds >= 1
					? []
					: [
							wrong(
								`a period of ${ready.periodSeconds} s means Kubernetes' default of 10 s`,
								`${where}.pod.ready.periodSeconds`,
								"give whole seconds, 1 or more",
							),
						]),
			];

/** What a pod refers to by name is in the draft: nothing else creates it in the run's namespace. */
function namesOf(
	{ pod = {} }: Group,
	{ groups, objects = [] }: Pick<Draft, "groups" | "objects">,
	where: string,
): Finding[] {
	const named = (kind: string): string[] =>
		objects
			.filter((object) => object.kind === kind)
			.map(({ metadata }) => metadata.name);
	const services = [
		...groups.flatMap(({ service }) => service ?? []),
		...named("Service"),
	];
	const references = [
		...(pod.account === undefined
			? []
			: ([["account", pod.account, named("ServiceAccount")]] as const)),
		...(pod.claim === undefined
			? []
			: ([["claim", pod.claim.name, named("PersistentVolumeClaim")]] as const)),
		...(pod.searches ?? []).map(
			(service) => ["searches", service, services] as const,
		),
	];
	return references
		.filter(([, name, known]) => !known.includes(name))
		.map(([field, name, known]) =>
			fault({
				code: "unknown-reference",
				what: `nothing in the experiment is called '${name}'`,
				where: `${where}.pod.${field}`,
				help:
					known.length === 0
						? "add it to the objects of the draft"
						: `there is ${known.join(", ")}`,
			}),
		);
}
