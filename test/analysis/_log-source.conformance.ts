import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
	archivedLogs,
	archiveLogs,
	type LogQuery,
	type LogSource,
	readLogs,
} from "@lab/analysis/sources";
import { beforeAll, describe, expect, test } from "vitest";

/** Lines by pod, in the order of writing, 10 ms apart. */
export const corpus: Readonly<Record<string, readonly string[]>> =
	Object.fromEntries(
		[0, 1, 2, 10].map((ordinal) => [
			`relay-${ordinal}`,
			Array.from({ length: 120 }, (_, index) =>
				index % 30 === 7
					? `WRN 2026-08-05 01:15:19.582+00:00 quotes "and" \\ back, umlaut ä, tab\there index=${index} of ${ordinal}`
					: `INF 2026-08-05 01:15:19.582+00:00 Received message   tid=${ordinal} msgId=${2n ** 62n + BigInt(index)} delayMs=-1`,
			),
		]),
	);

/** Lines that the query must not return. */
export const unrelated: Readonly<Record<string, readonly string[]>> = {
	"relay-x-1": ["another StatefulSet whose name has the same prefix"],
	"publisher-0": ["a pod of a workload that is not queried"],
};

export const START = 1_785_892_519_000_000_000n;
export const namespace = "lab-conformance";
export const container = "pod-0";
export const timeOf = (index: number): bigint =>
	START + 500_000_000n + BigInt(index) * 10_000_000n;

export const theQuery: LogQuery = {
	start: START,
	end: START + 3_000_000_000n,
	namespace,
	workloads: ["relay"],
	container,
};

export async function linesByPod(
	source: LogSource,
	query: LogQuery = theQuery,
): Promise<Record<string, string[]>> {
	const found: Record<string, string[]> = {};
	for await (const { batches } of readLogs(source, query, {
		retryPolicy: { attempts: 8, firstWait: "100ms" },
	})) {
		for await (const { stream, lines } of batches) {
			found[stream.pod] = [...(found[stream.pod] ?? []), ...lines];
		}
	}
	return found;
}

/** Tests that every log source must pass. */
export function conformsAsLogSource(
	name: string,
	make: () => Promise<{ source: LogSource; host: string }>,
): void {
	describe(`${name} as a log source`, () => {
		let source: LogSource;
		let host: string;
		beforeAll(async () => {
			({ source, host } = await make());
		});

		test("returns every line of the workload, in order, and no others", async () => {
			expect(await linesByPod(source)).toEqual(corpus);
		});

		test("names the stream of each line", async () => {
			for await (const { batches } of readLogs(source, theQuery)) {
				for await (const { stream } of batches) {
					expect(stream).toMatchObject({ namespace, container, host });
				}
			}
		});

		test("plans few slices, not one per line", async () => {
			expect((await source.plan(theQuery)).length).toBeLessThanOrEqual(
				Object.keys(corpus).length * 3,
			);
		});

		test("returns nothing for an unknown workload", async () => {
			const answer = linesByPod(source, {
				...theQuery,
				workloads: ["unknown"],
			});
			if (source.name === "archive") {
				// An archive contains the result of one query, and rejects any other.
				await expect(answer).rejects.toMatchObject({ code: "not-in-archive" });
			} else {
				expect(await answer).toEqual({});
			}
		});

		test("returns when the collector saw each line, if it claims to", async () => {
			if (!source.capabilities.times) return;
			for await (const { batches } of readLogs(source, theQuery)) {
				for await (const { times = [], lines } of batches) {
					expect(times).toHaveLength(lines.length);
					expect(times[0]).toBeGreaterThanOrEqual(START);
				}
			}
		});

		test("can be archived, and the archive returns the same lines", async () => {
			const folder = await mkdtemp(join(tmpdir(), "archive-"));
			await archiveLogs(source, theQuery, folder);
			expect(await linesByPod(archivedLogs(folder))).toEqual(corpus);
			await rm(folder, { recursive: true, force: true });
		});
	});
}
