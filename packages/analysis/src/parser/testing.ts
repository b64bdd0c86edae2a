import { eventsOf } from "../events/events-of.ts";
import type { EventSchema, Field } from "../events/schema.ts";
import { type Row, toRows } from "./batch.ts";
import { LogParser, type ParserOptions } from "./parser.ts";
import type { Tally } from "./tally.ts";

export interface Parsed {
	readonly rows: readonly (Row & { event: string })[];
	readonly tally: Tally;
	readonly schemas: readonly EventSchema[];
}

const whole: Field = { type: "int64", about: "a whole number" };
const instant: Field = { type: "time", unit: "ns", about: "a clock" };
const event = (
	name: string,
	message: string,
	fields: EventSchema["fields"],
): EventSchema => ({
	name: `test.${name}`,
	about: "",
	messages: [message],
	fields,
	samples: [],
});

/** Events of the node whose lines the tests write, and the events of the cluster. */
export const testSchemas: readonly EventSchema[] = [
	event("received", "Received message", {
		msgId: whole,
		sentAt: instant,
		current: instant,
		delayMs: whole,
	}),
	event("sent", "Sent message", { msgId: whole, timestamp: instant }),
	event("echo", "milliseconds", { id: whole }),
	...eventsOf([]),
];

/** Parses text or bytes as one stream that arrives in the given chunks. */
export function parseAll(
	chunks: readonly (string | Uint8Array)[] | string,
	options: Partial<ParserOptions> = {},
): Parsed {
	const parser = new LogParser({ schemas: testSchemas, ...options });
	const stream = parser.stream("test");
	for (const chunk of [chunks].flat()) {
		stream.write(typeof chunk === "string" ? Buffer.from(chunk) : chunk);
	}
	stream.end();
	const batches = parser.end();
	return {
		rows: batches.flatMap((batch) =>
			toRows(batch).map((row) => ({ event: batch.schema.name, ...row })),
		),
		tally: parser.tally,
		schemas: batches.map(({ schema }) => schema),
	};
}

/** Parses a record without a schema into its message and fields. */
export function parseOne(line: string) {
	const { rows, tally } = parseAll(`${line}\n`);
	const [row] = rows;
	return {
		time: row?.time,
		format: row?.format,
		level: row?.level,
		message: row?.message,
		fields: JSON.parse(String(row?.fields ?? "{}")) as Record<string, string>,
		unparsed: tally.unparsedCount,
	};
}
