import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import {
	archivedLogs,
	archiveLogs,
	type LogSource,
	labLabels,
	logFiles,
	readLogs,
	victoriaLogs,
} from "@lab/analysis/sources";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
	linesByPod,
	namespace,
	theQuery,
	timeOf,
} from "./_log-source.conformance.ts";
import { answering, bodyOf, type Running } from "./_servers.ts";

const LINES = 40;
const record = (index: number) =>
	`${JSON.stringify({
		_time: new Date(Number(timeOf(index) / 1_000_000n)).toISOString(),
		_msg: `line ${index}`,
		"kubernetes.pod_namespace": namespace,
		"kubernetes.pod_name": "relay-0",
	})}\n`;
const all = Array.from({ length: LINES }, (_, index) => record(index));

type Fault =
	| "none"
	| "cut"
	| "short"
	| "html"
	| "429"
	| "429-date"
	| "500"
	| "not-json"
	| "403"
	| "silent";

let server: Running & { requests: string[] };
let faults: Fault[];

// A fake VictoriaLogs that fails once for each of `faults`, then works.
beforeEach(async () => {
	faults = [];
	server = await answering(async (request, response) => {
		await bodyOf(request);
		if (request.url?.startsWith("/select/logsql/hits")) {
			response.end(
				JSON.stringify({
					hits: [
						{
							timestamps: [
								new Date(Number(theQuery.start / 1_000_000n)).toISOString(),
							],
							values: [LINES],
						},
					],
				}),
			);
			return;
		}
		switch (faults.shift() ?? "none") {
			case "none":
				response.end(all.join(""));
				return;
			case "cut":
				response.write(all.slice(0, 20).join(""));
				setTimeout(() => response.destroy(), 20);
				return;
			case "short":
				response.end(all.slice(0, 20).join(""));
				return;
			case "html":
				response
					.setHeader("content-type", "text/html")
					.end("<html>please log in</html>");
				return;
			case "429":
				response.writeHead(429, { "retry-after": "0" }).end("slow down");
				return;
			case "429-date":
				// Dates have no fractions of a second.
				response
					.writeHead(429, {
						"retry-after": new Date(Date.now() + 2000).toUTCString(),
					})
					.end("slow down");
				return;
			case "500":
				response.writeHead(500).end("disk on fire");
				return;
			case "not-json":
				response.end(`${all[0]}upstream timed out\n`);
				return;
			case "403":
				response.writeHead(403).end("not yours");
				return;
			case "silent":
				response.write(all[0]);
				return;
		}
	});
});
afterEach(() => server.stop());

const quick = { attempts: 4, firstWait: "1ms" } as const;
const source = (): LogSource =>
	victoriaLogs({ url: server.url, idleTimeoutMs: 2000 }, labLabels);

async function read(): Promise<string[]> {
	const lines: string[] = [];
	for await (const { batches } of readLogs(source(), theQuery, {
		retryPolicy: quick,
	})) {
		for await (const batch of batches) lines.push(...batch.lines);
	}
	return lines;
}

const EVERY = Array.from({ length: LINES }, (_, index) => `line ${index}`);

describe("a log server that fails", () => {
	test.each([
		"cut",
		"short",
		"html",
		"429",
		"500",
		"not-json",
		"silent",
	] as const)(
		"once (%s) is retried, and no line is lost or duplicated",
		async (fault) => {
			faults = [fault];
			expect(await read()).toEqual(EVERY);
		},
	);

	test.each([
		["cut", "answer-cut"],
		["short", "partial-answer"],
		["html", "not-data"],
		["429", "too-many-requests"],
		["500", "server-failed"],
		["not-json", "not-data"],
		["silent", "server-silent"],
	] as const)(
		"permanently (%s) is an error, never a partial result",
		async (fault, code) => {
			faults = new Array(9).fill(fault);
			await expect(read()).rejects.toMatchObject({ code, exit: 3 });
		},
	);

	test("with a date to wait for is asked again after it, not before", async () => {
		faults = ["429-date"];
		const asked = Date.now();
		expect(await read()).toEqual(EVERY);
		expect(Date.now() - asked).toBeGreaterThanOrEqual(1000);
	});

	test("by refusing the request is not retried", async () => {
		faults = ["403"];
		await expect(read()).rejects.toMatchObject({ code: "request-refused" });
		expect(
			server.requests.filter((path) => path.includes("/query")),
		).toHaveLength(1);
	});

	test("during archiving leaves an archive that the next call completes", async () => {
		const folder = await mkdtemp(join(tmpdir(), "resume-"));
		faults = new Array(4).fill("500");
		await expect(
			archiveLogs(source(), theQuery, folder, { retryPolicy: quick }),
		).rejects.toMatchObject({ code: "server-failed" });
		expect(
			await archiveLogs(source(), theQuery, folder, { retryPolicy: quick }),
		).toBe(LINES);
		const before = server.requests.length;
		expect(
			await archiveLogs(source(), theQuery, folder, { retryPolicy: quick }),
		).toBe(LINES);
		expect(
			server.requests.slice(before).filter((path) => path.includes("/query")),
		).toEqual([]);
		expect(await linesByPod(archivedLogs(folder))).toEqual({
			"relay-0": EVERY,
		});
		await rm(folder, { recursive: true, force: true });
	});
});

describe("invalid log files", () => {
	let root: string;
	beforeEach(async () => {
		root = await mkdtemp(join(tmpdir(), "bad-files-"));
	});
	afterEach(() => rm(root, { recursive: true, force: true }));
	const lines = () => linesByPod(logFiles(root));
	const packed = gzipSync(Buffer.from("line\n".repeat(50_000)));

	test("a truncated gz is an error that names the file", async () => {
		await writeFile(
			join(root, "relay-0.log.gz"),
			packed.subarray(0, packed.length - 20),
		);
		await expect(lines()).rejects.toMatchObject({ code: "broken-file" });
	});

	test("an invalid gz is an error", async () => {
		await writeFile(join(root, "relay-0.log.gz"), "INF plain text\n");
		await expect(lines()).rejects.toMatchObject({ code: "broken-file" });
	});

	test("an invalid zst is an error", async () => {
		await writeFile(join(root, "relay-0.log.zst"), "INF plain text\n");
		await expect(lines()).rejects.toMatchObject({ code: "broken-file" });
	});

	test("a copy of a file in the same folder is an error: its lines would count twice", async () => {
		await writeFile(join(root, "relay-0.log"), "line\n");
		await writeFile(join(root, "relay-0.log.1"), "line\n");
		await expect(lines()).rejects.toMatchObject({ code: "duplicate-file" });
	});

	test("a line of 10 MB and a line of invalid UTF-8 are lines like any other", async () => {
		const long = "x".repeat(10_000_000);
		await writeFile(
			join(root, "relay-0.log"),
			Buffer.concat([
				Buffer.from(`${long}\n`),
				Buffer.from([0xff, 0xfe, 0x00, 0x0a]),
				Buffer.from("last without newline"),
			]),
		);
		const found = (await lines())["relay-0"] ?? [];
		expect(found.map((line) => line.length)).toEqual([10_000_000, 3, 20]);
	});

	test("an empty folder is an error, not an empty result", async () => {
		await expect(lines()).rejects.toMatchObject({ code: "no-log-files" });
	});

	test("an archive with missing lines is an error", async () => {
		const kept = await mkdtemp(join(tmpdir(), "archive-"));
		await writeFile(join(root, "relay-0.log"), "a\nb\nc\n");
		await archiveLogs(logFiles(root), theQuery, kept);
		const [slice] = await archivedLogs(kept).plan(theQuery);
		await writeFile(
			join(kept, slice?.part ?? ""),
			gzipSync(
				'{"namespace":"n","pod":"relay-0","container":"c","host":""}\n["a"]\n',
			),
		);
		await expect(linesByPod(archivedLogs(kept))).rejects.toMatchObject({
			code: "broken-archive",
		});
		await rm(kept, { recursive: true, force: true });
	});
});
