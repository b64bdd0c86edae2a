import { join } from "node:path";
import { type LogParser, type Row, toRows } from "@lab/analysis";
import { run } from "@lab/core";

const script = join(
	import.meta.dirname,
	"../../bench/analysis/tenksim_regexes.py",
);

/** Captured groups of each of 10ksim's patterns, by name. */
export type Captures = Readonly<Record<string, readonly string[]>>;

/** Runs 10ksim's patterns over the lines, in Python. */
export async function tenksim(lines: readonly string[]): Promise<Captures[]> {
	const { stdout } = await run("python3", [script, "match"], {
		input: JSON.stringify(lines),
		timeout: "60s",
	});
	return JSON.parse(stdout) as Captures[];
}

/** Our column for each group of a pattern; `time` is the time of the line. */
export const columnsOf: Readonly<
	Record<string, { event: RegExp; columns: readonly string[] }>
> = {
	received: {
		event: /^libp2p\.received$/,
		columns: ["msgId", "sentAt", "current", "delayMs"],
	},
	sent: { event: /^libp2p\.sent$/, columns: ["msgId", "timestamp"] },
	"waku-received": {
		event: /^waku\.received$/,
		columns: ["receiver", "msgHash", "sender", "receivedTime"],
	},
	"lightpush-legacy": {
		event: /^waku\.lightpush-received$/,
		columns: ["sender", "msgHash", "receivedTime"],
	},
	lightpush: {
		event: /^waku\.lightpush-received$/,
		columns: ["receiver", "sender", "msgHash", "receivedTime"],
	},
	"waku-sent": {
		event: /^waku\.sent$/,
		columns: ["sender", "msgHash", "receiver", "sentTime"],
	},
	"mix-sent": {
		event: /^waku\.mix-sent$/,
		columns: ["sender", "receiver", "msgHash", "sentTime"],
	},
	"stored-muxer": {
		event: /^connection-manager\.stored-muxer$/,
		columns: ["peerId", "direction", "peers"],
	},
	started: {
		event: /^connection-manager\.(peer|hub)-started$/,
		columns: ["peerId"],
	},
	"dropping-peer": {
		event: /^connection-manager\.dropping-peer$/,
		columns: ["peerId"],
	},
	lookup: {
		event: /^kad-dht\.lookup-finished$/,
		columns: ["target", "durationMs", "peers"],
	},
	"node-started": {
		event: /^kad-dht\.node-started$/,
		columns: ["time", "peerId"],
	},
	probe: { event: /^kad-dht\.probe$/, columns: ["time", "target"] },
	bootstrap: { event: /^kad-dht\.bootstrap-connected$/, columns: ["time"] },
	warmup: { event: /^kad-dht\.warmup-complete$/, columns: ["time"] },
	interest: {
		event: /^service-discovery\.interest-started$/,
		columns: ["time", "serviceId"],
	},
	found: {
		event: /^service-discovery\.peer-found$/,
		columns: ["time", "peerId", "serviceId"],
	},
};

/** Converts a time as 10ksim captures it to nanoseconds. */
const nanoseconds = (text: string) =>
	BigInt(Date.parse(text.replace(" ", "T"))) * 1_000_000n;

/** Converts `[(pid: X, attempts: 1)]` to our JSON. */
const tuples = (text: string) =>
	JSON.stringify(
		[...text.matchAll(/\(([^)]*)\)/g)].map(([, inner = ""]) =>
			Object.fromEntries(
				inner.split(", ").map((part) => part.split(": ") as [string, string]),
			),
		),
	);

/** Converts a captured text to the form of our column. */
function asColumn(column: string, text: string): string {
	if (column === "time") return String(nanoseconds(text));
	return column === "peers" && text.startsWith("[") ? tuples(text) : text;
}

/** Returns 10ksim's rows as `event column=value ..`, sorted. */
export function theirs(captures: Captures): string[] {
	return Object.entries(captures)
		.map(([name, groups]) => {
			const { columns } = columnsOf[name] ?? { columns: [] };
			const values = columns.map(
				(column, at) => `${column}=${asColumn(column, groups[at] ?? "")}`,
			);
			return [name, ...values].join(" ");
		})
		.sort();
}

/** Returns our rows in the same form. */
export function ours(parser: LogParser): string[] {
	return parser
		.end()
		.flatMap((batch) =>
			toRows(batch).map((row) => describeRow(batch.schema.name, row)),
		)
		.filter((text) => text !== undefined)
		.sort();
}

function describeRow(event: string, row: Row): string | undefined {
	const legacy = event === "waku.lightpush-received" && row.receiver === null;
	const name = legacy
		? "lightpush-legacy"
		: Object.keys(columnsOf).find(
				(key) =>
					columnsOf[key]?.event.test(event) && key !== "lightpush-legacy",
			);
	if (name === undefined) return undefined;
	const { columns } = columnsOf[name] ?? { columns: [] };
	return [name, ...columns.map((key) => `${key}=${row[key]}`)].join(" ");
}
