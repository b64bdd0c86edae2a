import { parseArgs } from "node:util";

export interface Settings {
	readonly nodes: readonly string[];
	/** Where nodes leave their addresses for each other: the DNS of processes. */
	readonly addresses: string;
	/** Where each node writes `<node>.log`; absent: stdout. */
	readonly logs: string | undefined;
	readonly host: string;
	readonly topic: string;
	readonly seed: string;
	/** How many peers a node dials. */
	readonly connectTo: number;
	readonly emitSelf: boolean;
	/** How far ahead this clock is. */
	readonly skewMs: number;
	/** Part of the messages that a node neither delivers nor forwards. */
	readonly drop: number;
	/** Part of the publish calls that are refused. */
	readonly failPublish: number;
	/** Part of the publish calls that never get an answer. */
	readonly hangPublish: number;
	/** How often a node says how many lines it has written. */
	readonly sentinelMs: number;
	/** The process ends by itself after so long. */
	readonly ttlMs: number;
}

/** @throws TypeError for an unknown flag, RangeError for a number that is none */
export function readSettings(words: readonly string[]): Settings {
	const { values } = parseArgs({
		args: [...words],
		options: {
			nodes: { type: "string", default: "node-0" },
			addresses: { type: "string", default: "addresses" },
			logs: { type: "string" },
			host: { type: "string", default: "127.0.0.1" },
			topic: { type: "string", default: "test" },
			seed: { type: "string", default: "0" },
			"connect-to": { type: "string", default: "10" },
			"emit-self": { type: "boolean", default: false },
			"skew-ms": { type: "string", default: "0" },
			drop: { type: "string", default: "0" },
			"fail-publish": { type: "string", default: "0" },
			"hang-publish": { type: "string", default: "0" },
			"sentinel-ms": { type: "string", default: "5000" },
			"ttl-ms": { type: "string", default: "3600000" },
		},
	});
	const number = (flag: keyof typeof values): number => {
		const value = Number(values[flag]);
		if (!Number.isFinite(value)) {
			throw new RangeError(`--${flag} ${values[flag]} is not a number`);
		}
		return value;
	};
	return {
		nodes: values.nodes.split(","),
		addresses: values.addresses,
		logs: values.logs,
		host: values.host,
		topic: values.topic,
		seed: values.seed,
		connectTo: number("connect-to"),
		emitSelf: values["emit-self"],
		skewMs: number("skew-ms"),
		drop: number("drop"),
		failPublish: number("fail-publish"),
		hangPublish: number("hang-publish"),
		sentinelMs: number("sentinel-ms"),
		ttlMs: number("ttl-ms"),
	};
}
