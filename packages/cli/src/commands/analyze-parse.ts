import {
	type Batch,
	LogParser,
	schemasOf,
	type Tally,
	toRows,
} from "@lab/analysis";
import { bytesOf } from "@lab/analysis/sources";
import { exitCode } from "@lab/core";
import type { Command } from "../command.ts";
import { logsArgument, streamsIn } from "./_streams.ts";

/** Rows of each event that `--rows` shows. */
const SHOWN = 3;

export const command: Command = {
	summary: "Parse log files: events, continuations, lines without a reader",
	arguments: [logsArgument],
	options: [
		{
			flags: "--image <name>",
			description: "only the events of this image; may stand several times",
			repeatable: true,
		},
		{ flags: "--rows", description: "show the first rows of each event" },
	],
	example: "pnpm analyze parse pod-0.log pod-1.log --rows",
	async run({ args, options, progress, signal }) {
		const images = options.image as string[];
		const parser = new LogParser(
			images.length === 0 ? {} : { schemas: schemasOf(images) },
		);
		const rows = new Map<string, ReturnType<typeof toRows>>();
		const keep = (batches: readonly Batch[]) => {
			if (options.rows === true) for (const one of batches) addRows(rows, one);
		};
		for (const { name, paths } of await streamsIn(args)) {
			progress.step(`parsing ${name}`);
			const stream = parser.stream(name);
			for await (const chunk of bytesOf(paths)) {
				signal.throwIfAborted();
				stream.write(chunk);
				keep(parser.take());
			}
			stream.end();
		}
		keep(parser.end());
		const { tally } = parser;
		return {
			exit:
				tally.unparsedCount + tally.cutStreams === 0
					? exitCode.done
					: exitCode.no,
			document: {
				lines: tally.lines,
				unpacked: tally.unpacked,
				events: Object.fromEntries(tally.events),
				formats: Object.fromEntries(tally.formats),
				continuations: tally.continuations,
				unparsed: tally.unparsed,
				cutFiles: tally.cutStreams,
				...(options.rows === true ? { rows: printable(rows) } : {}),
			},
			text: [...report(tally), ...shown(rows)].join("\n"),
		};
	},
};

function addRows(
	rows: Map<string, ReturnType<typeof toRows>>,
	batch: Batch,
): void {
	const known = rows.get(batch.schema.name) ?? [];
	if (known.length < SHOWN) {
		known.push(...toRows(batch).slice(0, SHOWN - known.length));
	}
	rows.set(batch.schema.name, known);
}

/** JSON has no integers of 63 bits: they are shown as text. */
const printable = (rows: ReadonlyMap<string, unknown>) =>
	JSON.parse(
		JSON.stringify(Object.fromEntries(rows), (_key, value: unknown) =>
			typeof value === "bigint" ? value.toString() : value,
		),
	) as unknown;

function report(tally: Tally): string[] {
	const line = (count: number, what: string) =>
		`${String(count).padStart(12)}  ${what}`;
	return [
		line(tally.lines, "lines"),
		...(tally.unpacked > 0
			? [line(tally.unpacked, "more lines out of envelopes")]
			: []),
		...[...tally.events]
			.sort(([, a], [, b]) => b - a)
			.map(([name, count]) => line(count, name)),
		line(tally.continuations, "continuations"),
		line(tally.unparsedCount, "unparsed"),
		...tally.unparsed.flatMap(({ reason, count, samples }) => [
			`${line(count, `  ${reason}`)}`,
			...samples
				.slice(0, 2)
				.map(
					({ stream, line: at, text }) =>
						`${" ".repeat(18)}${stream}:${at}  ${text}`,
				),
		]),
		...(tally.cutStreams > 0
			? [line(tally.cutStreams, "files end within a line: cut?")]
			: []),
	];
}

function shown(rows: ReadonlyMap<string, unknown[]>): string[] {
	return [...rows].flatMap(([event, some]) => [
		"",
		event,
		...some.map(
			(row) =>
				`  ${JSON.stringify(printable(new Map([["", row]])), null, 0).slice(4, -1)}`,
		),
	]);
}
