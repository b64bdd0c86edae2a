import { fault, toBitsPerSecond, toBytes, toMilliseconds } from "@lab/core";
import type { Facts } from "../facts.ts";
import type { Rule } from "./rule.ts";

/** An amount in the facts, and why it is none, as its predicate. */
interface Amount {
	readonly where: string;
	readonly value: unknown;
	readonly judge: (value: never) => string | undefined;
}

/** Reads a text with a unit. */
const withUnit =
	(read: (text: never) => number, example: string) =>
	(text: never): string | undefined => {
		try {
			return read(text) > 0 ? undefined : "is nothing";
		} catch (error) {
			if (!(error instanceof RangeError)) throw error;
			return `has no known unit: write it as ${example}`;
		}
	};

const size = withUnit(toBytes, "500Gi");
const rate = withUnit(toBitsPerSecond, "40Gbit");
const duration = withUnit(toMilliseconds, "180d");

const whole =
	(least: number, most = Number.POSITIVE_INFINITY) =>
	(value: number): string | undefined =>
		Number.isInteger(value) && value >= least && value <= most
			? undefined
			: `is not a whole number from ${least}${most === Number.POSITIVE_INFINITY ? "" : ` to ${most}`}`;

const amountsOf = (
	path: string,
	fields: object,
	judge: Amount["judge"],
): Amount[] =>
	Object.entries(fields).map(([name, value]) => ({
		...{ where: `${path}.${name}`, value, judge },
	}));

function amountsIn(facts: Facts): Amount[] {
	const { nodes, environments, networks, storageClasses, endpoints, secrets } =
		facts;
	return [
		...nodes.flatMap(({ name, memory, nic, maxPods, disks }) => [
			{ where: `nodes.${name}.memory`, value: memory, judge: size },
			{ where: `nodes.${name}.nic`, value: nic, judge: rate },
			{ where: `nodes.${name}.maxPods`, value: maxPods, judge: whole(1) },
			...disks.map((disk, index) => ({
				...{ where: `nodes.${name}.disks[${index}].size`, value: disk.size },
				judge: size,
			})),
		]),
		...Object.entries(environments).flatMap(([name, env]) => {
			const at = `environments.${name}`;
			const { vmstorage, vmstorageExternal } = env.replicas;
			return [
				...amountsOf(`${at}.disks`, env.disks, size),
				...amountsOf(`${at}.retention`, env.retention, duration),
				...amountsOf(`${at}.replicas`, env.replicas, whole(1)),
				...amountsOf(`${at}.web`, { port: env.web.port }, whole(1, 65_535)),
				{
					where: `${at}.metricsReplication`,
					value: env.metricsReplication,
					// Each copy of a sample is in another store.
					judge: whole(1, Math.min(vmstorage, vmstorageExternal)),
				},
			];
		}),
		// IPv6 needs 1280 bytes; no network card has more than 9216.
		...amountsOf("networks", { mtu: networks.mtu }, whole(1280, 9216)),
		...Object.entries(storageClasses).flatMap(([key, { replicas }]) =>
			amountsOf(`storageClasses.${key}`, { replicas }, whole(1)),
		),
		...Object.entries(endpoints).flatMap(([key, { port, rateLimit }]) => [
			...amountsOf(`endpoints.${key}`, { port }, whole(1, 65_535)),
			// Zero means no limit to Traefik.
			...amountsOf(`endpoints.${key}.rateLimit`, rateLimit ?? {}, whole(1)),
		]),
		...Object.entries(secrets).flatMap(([key, { keys }]) =>
			Object.entries(keys).flatMap(([name, value]) =>
				value.how === "random"
					? amountsOf(
							`secrets.${key}.keys.${name}`,
							{ length: value.length },
							whole(8),
						)
					: [],
			),
		),
	];
}

/** Every amount has its unit, and is one that can be. */
export const invalidAmount: Rule = {
	code: "invalid-amount",
	check: (facts) =>
		amountsIn(facts).flatMap(({ where, value, judge }) => {
			const why = judge(value as never);
			return why === undefined
				? []
				: [
						fault({
							code: "invalid-amount",
							what: `${where} is ${JSON.stringify(value)}, which ${why}`,
							where,
							help: "correct the amount",
						}),
					];
		}),
};
