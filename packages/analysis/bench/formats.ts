import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { run } from "@lab/core";
import { LogParser } from "../src/formats/parser.ts";
import { deliveryLines, libp2pLines, toChunks, wakuLines } from "./corpus.ts";

export { libp2pLines };

export interface Figure {
	readonly what: string;
	readonly measured: number;
	readonly unit: string;
	readonly atLeast?: number;
	readonly atMost?: number;
}

interface Corpus {
	readonly name: string;
	readonly lines: (count: number) => Iterable<string>;
	/** Which of 10ksim's patterns read it. */
	readonly family: string;
	/** Do all of its lines concern the patterns? */
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
	// We read the echoes too, the patterns pass them over: no comparison of like with like.
	{
		name: "libp2p with echoes",
		lines: libp2pLines,
		family: "libp2p",
		comparable: false,
	},
];

/** What a file stream of ours hands over at once. */
const CHUNK = 2 ** 20;
const LINES = 200_000;
const ROUNDS = 5;

/** CPU seconds of all our threads, the garbage collector's among them. */
function cpuSeconds(work: () => void): number {
	const before = process.cpuUsage();
	work();
	const { user, system } = process.cpuUsage(before);
	return (user + system) / 1e6;
}

/** Parses the chunks so many times as one stream. @returns CPU seconds per million lines */
function parse(chunks: readonly Buffer[], lines: number, times = 1): number {
	const parser = new LogParser();
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
		throw new Error("the bench's own lines are not all parsed");
	}
	return (seconds / (lines * times)) * 1e6;
}

const least = (numbers: readonly number[]) => Math.min(...numbers);

interface Measured {
	readonly lines: number;
	readonly rows: number;
	readonly seconds: number;
}

/** Both in turns, the best of each: what else runs on the machine disturbs either. */
async function besidePython(
	{ name, lines, family, comparable }: Corpus,
	folder: string,
): Promise<Figure[]> {
	const chunks = toChunks(lines(LINES), CHUNK);
	const path = join(folder, "bench.log");
	await writeFile(path, chunks);
	const script = join(import.meta.dirname, "tenksim_regexes.py");
	const ours: number[] = [];
	const theirs: number[] = [];
	// A run has tens of these: what is measured is the code that is compiled by then.
	parse(chunks, LINES, 6);
	for (let round = 0; round < ROUNDS; round++) {
		ours.push(parse(chunks, LINES));
		const { stdout } = await run("python3", [script, "time", path, family], {
			timeout: "10m",
		});
		const measured = JSON.parse(stdout) as Measured;
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
			what: `${name}: times as fast`,
			measured: speed / peer,
			unit: "x",
			...(comparable ? { atLeast: 4 } : {}),
		},
	];
}

/** Cost per line from 10^5 to 10^7 lines, and what it takes of memory. */
function growth(): Figure[] {
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
			what: "libp2p: a line among 10^7 beside one among 10^5",
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

/** Chronicles text to typed columns, beside the patterns that 10ksim uses. */
export async function benchFormats(): Promise<Figure[]> {
	const folder = await mkdtemp(join(tmpdir(), "bench-formats-"));
	try {
		const figures: Figure[][] = [];
		for (const corpus of corpora) {
			figures.push(await besidePython(corpus, folder));
		}
		return [...figures.flat(), ...growth()];
	} finally {
		await rm(folder, { recursive: true });
	}
}
