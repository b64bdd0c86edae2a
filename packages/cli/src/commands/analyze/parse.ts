import {
	type Batch,
	LogParser,
	schemasOf,
	type Tally,
	toRows,
} from "@lab/analysis";
import { bytesOf, changedAt } from "@lab/analysis/files";
import { exitCode } from "@lab/core";
import { eventSchemas, protocols } from "@lab/protocols";
import { defineCommand } from "../../command.ts";
import { fileNotes, logsArgument, streamsIn } from "./_streams.ts";

/** Number of rows of each event that `--rows` shows. */
const SHOWN = 3;

export const command = defineCommand({
	arguments: [logsArgument],
	options: [
		{
			flags: "--image <image>",
			description: "look only for the events of this image; repeatable",
			repeatable: true,
		},
		{ flags: "--rows", description: "show the first rows of each event" },
	],
	example: "pnpm analyze parse pod-0.log pod-1.log --rows",
	async run({ args, options, progress, signal }) {
		const images = options.image;
		const schemas =
			images.length === 0 ? eventSchemas : schemasOf(protocols, images);
		const parser = new LogParser({ schemas });
		const rows = new Map<string, ReturnType<typeof toRows>>();
		const keep = (batches: readonly Batch[]) => {
			if (!options.rows) return;
			for (const one of batches) addRows(rows, one, parser.streams);
		};
		const folder = await streamsIn(args);
		const { streams, leftOut } = folder;
		for (const { name, containers } of streams) {
			progress.step(`parsing ${name}`);
			const stream = parser.stream(name, {
				writtenBefore: await changedAt(containers.flat()),
			});
			for (const [index, paths] of containers.entries()) {
				if (index > 0) stream.restart();
				for await (const chunk of bytesOf(paths)) {
					signal.throwIfAborted();
					stream.write(chunk);
					keep(parser.take());
				}
			}
			stream.end();
		}
		keep(parser.end());
		const { tally } = parser;
		return {
			exit:
				tally.unparsedCount + tally.cutStreams === 0 &&
				!leftOut.some(({ stream }) => stream !== undefined)
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
				leftOut: leftOut.map(({ path, reason }) => ({ path, reason })),
				alike: folder.alike.map(({ paths }) => paths),
				unclear: folder.doubtful,
				...(options.rows ? { rows: printable(rows) } : {}),
			},
			text: [...report(tally), ...fileNotes(folder), ...shown(rows)].join("\n"),
		};
	},
});

function addRows(
	rows: Map<string, ReturnType<typeof toRows>>,
	batch: Batch,
	streams: readonly string[],
): void {
	const known = rows.get(batch.schema.name) ?? [];
	if (known.length < SHOWN) {
		const some = toRows(batch).slice(0, SHOWN - known.length);
		known.push(
			...some.map((row) => ({
				...row,
				stream: streams[Number(row.stream)] ?? null,
			})),
		);
	}
	rows.set(batch.schema.name, known);
}

/** Turns 63-bit integers, which JSON lacks, into text. */
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
		...[...tally.formats]
			.sort(([, a], [, b]) => b - a)
			.map(([format, count]) => line(count, `  in format ${format}`)),
		...(tally.unpacked > 0
			? [line(tally.unpacked, "more lines unpacked from envelopes")]
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
			? [
					line(
						tally.cutStreams,
						"files end in the middle of a line: truncated?",
					),
				]
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
