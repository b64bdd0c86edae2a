import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { LogParser } from "@lab/analysis";
import { run } from "@lab/core";
import { eventSchemas } from "@lab/protocols";
import type { Aim } from "../registry.ts";
import { deliveryLines, libp2pLines, toChunks, wakuLines } from "./corpus.ts";

interface Corpus {
	readonly name: string;
	readonly lines: (count: number) => Iterable<string>;
	/** Family of 10ksim's patterns that matches its lines. */
	readonly family: string;
	/** Whether the patterns match all of its lines. */
	readonly comparable: boolean;
}

const corpora: readonly Corpus[] = [
	{
		name: "libp2p deliveries",
		lines: deliveryLines,
		family: "libp2p",
		comparable: true,
	},
	{
		name: "waku relay at debug",
		lines: wakuLines,
		family: "waku",
		comparable: true,
	},
	// Not comparable: our parser reads the echoes, the patterns skip them.
	{
		name: "libp2p with echoes",
		lines: libp2pLines,
		family: "libp2p",
		comparable: false,
	},
];

/** Chunk size of the analysis' file streams, in bytes. */
const CHUNK = 2 ** 20;
const LINES = 200_000;
const ROUNDS = 5;

/** CPU seconds of all threads of this process, including the garbage collector's. */
function cpuSeconds(work: () => void): number {
	const before = process.cpuUsage();
	work();
	const { user, system } = process.cpuUsage(before);
	return (user + system) / 1e6;
}

/** Parses the chunks `times` times as one stream. @returns CPU seconds per million lines */
function parse(chunks: readonly Buffer[], lines: number, times = 1): number {
	const parser = new LogParser({ schemas: eventSchemas });
	const stream = parser.stream("bench");
	const seconds = cpuSeconds(() => {
		for (let turn = 0; turn < times; turn++) {
			for (const chunk of chunks) {
				stream.write(chunk);
				parser.take();
			}
		}
		stream.end();
		parser.end();
	});
	const { tally } = parser;
	if (!tally.balanced || tally.unparsedCount > 0) {
		throw new Error("the parser did not parse all lines of the corpus");
	}
	return (seconds / (lines * times)) * 1e6;
}

const least = (numbers: readonly number[]) => Math.min(...numbers);

/** Output of the Python script. */
interface PythonTiming {
	readonly lines: number;
	readonly rows: number;
	readonly seconds: number;
}

/** Measures our parser and the patterns alternately and takes the best of each, against noise from other processes. */
async function comparedWithPython(
	{ name, lines, family, comparable }: Corpus,
	folder: string,
): Promise<Aim[]> {
	const chunks = toChunks(lines(LINES), CHUNK);
	const path = join(folder, "bench.log");
	await writeFile(path, chunks);
	const script = join(import.meta.dirname, "tenksim_regexes.py");
	const ours: number[] = [];
	const theirs: number[] = [];
	// Warm-up: a real run has many more lines, so the compiled code is what counts.
	parse(chunks, LINES, 6);
	for (let round = 0; round < ROUNDS; round++) {
		ours.push(parse(chunks, LINES));
		const { stdout } = await run("python3", [script, "time", path, family], {
			timeout: "10m",
		});
		const measured = JSON.parse(stdout) as PythonTiming;
		theirs.push((measured.seconds / measured.lines) * 1e6);
	}
	const speed = 1 / least(ours);
	const peer = 1 / least(theirs);
	const unit = "M lines/s per core";
	return [
		{
			what: `${name}: lines to typed fields`,
			measured: speed,
			unit,
			atLeast: 0.8,
		},
		{ what: `${name}: 10ksim's patterns in Python`, measured: peer, unit },
		{
			what: `${name}: speed-up over Python`,
			measured: speed / peer,
			unit: "x",
			...(comparable ? { atLeast: 4 } : {}),
		},
	];
}

/** Measures cost per line from 10^5 to 10^7 lines, and the memory. */
function growth(): Aim[] {
	const chunks = toChunks(libp2pLines(100_000), CHUNK);
	parse(chunks, 100_000);
	const costs = [1, 10, 100].map((times) => parse(chunks, 100_000, times));
	const [small = 1, , large = 1] = costs;
	return [
		...costs.map((cost, at) => ({
			what: `libp2p: cost at 10^${5 + at} lines`,
			measured: cost,
			unit: "us per line",
		})),
		{
			what: "libp2p: cost per line at 10^7 / at 10^5 lines",
			measured: large / small,
			unit: "x",
			atMost: 1.2,
		},
		{
			what: "resident memory after 10^7 lines",
			measured: process.memoryUsage.rss() / 2 ** 20,
			unit: "MB",
			atMost: 512,
		},
	];
}

/** Measures chronicles text to typed columns, against 10ksim's patterns. */
export async function benchFormats(): Promise<Aim[]> {
	const folder = await mkdtemp(join(tmpdir(), "bench-formats-"));
	try {
		const figures: Aim[][] = [];
		for (const corpus of corpora) {
			figures.push(await comparedWithPython(corpus, folder));
		}
		return [...figures.flat(), ...growth()];
	} finally {
		await rm(folder, { recursive: true });
	}
}
