import { parseArgs } from "node:util";

export interface Settings {
	readonly nodes: readonly string[];
	/** Folder in which nodes publish their addresses, in place of DNS. */
	readonly addresses: string;
	/** Folder of the logs `<node>.log`. @default stdout */
	readonly logs: string | undefined;
	readonly host: string;
	readonly topic: string;
	readonly seed: string;
	/** Number of peers that a node dials. */
	readonly connectTo: number;
	readonly emitSelf: boolean;
	/** How far this clock is ahead of the machine's. */
	readonly skewMs: number;
	/** Fraction of messages that a node neither delivers nor forwards. */
	readonly drop: number;
	/** Fraction of publish calls that fail. */
	readonly failPublish: number;
	/** Fraction of publish calls that are never answered. */
	readonly hangPublish: number;
	/** Interval of the sentinel lines, which hold the number of lines written. */
	readonly sentinelMs: number;
	/** Age at which the process exits. */
	readonly ttlMs: number;
}

/** Parses the command line. @throws TypeError for an unknown flag, RangeError for an invalid number */
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
