/** Publishes to a server that accepts everything; prints the lateness of the messages: `<rate> <seconds> <nodes>`. */
import { mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { Worker } from "node:worker_threads";
import type { PublishRecord, StepOf } from "@lab/record";
import { type Backend, publishStep, runFolder } from "@lab/runner";

const [rate = 1000, seconds = 10, nodes = 50] = process.argv
	.slice(2)
	.map(Number);

/** Minimal server in a separate thread, so that the bench measures the publisher. */
const sink = new Worker(
	`const server = require("node:net").createServer((socket) => {
		let rest = "";
		socket.setNoDelay(true).on("error", () => {}).on("data", (chunk) => {
			rest += chunk;
			for (let end = rest.indexOf("}", rest.indexOf("\\r\\n\\r\\n")); rest.includes("\\r\\n\\r\\n") && end > 0; end = rest.indexOf("}", rest.indexOf("\\r\\n\\r\\n"))) {
				socket.write("HTTP/1.1 200 OK\\r\\ncontent-length: 2\\r\\n\\r\\n{}");
				rest = rest.slice(end + 1);
			}
		});
	});
	server.listen(0, "127.0.0.1", 4096, () => require("node:worker_threads").parentPort.postMessage(server.address().port));`,
	{ eval: true },
);
const port = await new Promise<number>((ready) => sink.once("message", ready));

const step: StepOf<"publish"> = {
	kind: "publish",
	name: "traffic",
	atMs: 0,
	topic: "test",
	sizeBytes: 1000,
	timeoutMs: 5000,
	request: {
		port: "http",
		path: "/publish",
		body: { topic: "test", msgSize: 1000, version: 1, msgId: "$id" },
		idFrom: { kind: "plan" },
	},
	messages: Array.from({ length: rate * seconds }, (_, index) => ({
		id: String(index + 1),
		atMs: (index * 1000) / rate,
		node: `relay-${index % nodes}`,
	})),
};
const backend = {
	observe: async () =>
		Array.from({ length: nodes }, (_, ordinal) => ({
			name: `relay-${ordinal}`,
			group: "relay",
			running: true,
			urls: { http: `http://127.0.0.1:${port}` },
		})),
} as unknown as Backend;

const state = await mkdtemp(join(tmpdir(), "bench-publisher-"));
const folder = runFolder(state, "bench");
await mkdir(folder.path, { recursive: true });
const zero = BigInt(Date.now() + 500) * 1_000_000n;
await publishStep(
	{ folder, backend },
	step,
	zero,
	new AbortController().signal,
);
const records = (await readFile(folder.publishes, "utf8"))
	.split("\n")
	.slice(0, -1)
	.map((line) => JSON.parse(line) as PublishRecord);
const late = records
	.map(
		({ intended, sent }) => Number(BigInt(sent ?? 0) - BigInt(intended)) / 1e6,
	)
	.sort((a, b) => a - b);
await rm(state, { recursive: true });

process.stdout.write(
	JSON.stringify({
		acknowledged: records.filter(({ result }) => result === "acknowledged")
			.length,
		p50: late[Math.floor(late.length * 0.5)],
		p99: late[Math.floor(late.length * 0.99)],
		bareP99: await bareTimers(),
	}),
);
await sink.terminate();

/** The floor: p99 lateness, in ms, of timers at the same rate that do nothing. */
async function bareTimers(): Promise<number> {
	const begin = performance.now() + 100;
	const seen: number[] = [];
	let next = 0;
	while (next < rate * seconds) {
		const now = performance.now();
		for (
			;
			next < rate * seconds && begin + (next * 1000) / rate <= now;
			next += 1
		) {
			seen.push(now - begin - (next * 1000) / rate);
		}
		await new Promise((resolve) => setTimeout(resolve, 1));
	}
	seen.sort((a, b) => a - b);
	return seen[Math.floor(seen.length * 0.99)] ?? Number.NaN;
}
