import type { EventSchema } from "../events/schema.ts";
import { type Row, toRows } from "./batch.ts";
import { LogParser, type ParserOptions } from "./parser.ts";
import type { Tally } from "./tally.ts";

export interface Parsed {
	readonly rows: readonly (Row & { event: string })[];
	readonly tally: Tally;
	readonly schemas: readonly EventSchema[];
}

/** Parses text or bytes that arrive in the given chunks, as one stream. */
export function parseAll(
	chunks: readonly (string | Uint8Array)[] | string,
	options: ParserOptions = {},
): Parsed {
	const parser = new LogParser(options);
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

/** One record without a schema: its message and fields. */
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
