import { exitCode, LabError, run, tryRun } from "@lab/core";
import type { ReadObject } from "@lab/kubernetes";
import { groupOf } from "@lab/record/node-name";
import { fromIso, toIso } from "./_gather.ts";
import type { LogBatch, LogSource } from "./log-source.ts";

interface Pod extends ReadObject {
	readonly spec: { readonly nodeName?: string };
}

/** Maximum bytes per call. */
const PAGE_BYTES = 16 << 20;

export interface KubectlAccess {
	/** Path of the kubeconfig; required, so that the user's own is never used by accident. */
	readonly kubeconfig: string;
	readonly context: string;
	/** @default kubectl */
	readonly program?: string;
}

/**
 * Reads the logs that the kubelets still have, by `kubectl logs`: one call per pod
 * and 16 MB, since the API offers no bulk read. For runs whose collector failed.
 */
export function kubectlLogs(access: KubectlAccess): LogSource {
	const { kubeconfig, context, program = "kubectl" } = access;
	const base = ["--kubeconfig", kubeconfig, "--context", context];

	return {
		name: "kubectl",
		capabilities: { counts: false, times: true, remote: true },

		async plan(query) {
			const { stdout } = await run(
				program,
				[...base, "-n", query.namespace, "get", "pods", "-o", "json"],
				{ timeout: "2m" },
			);
			const { items } = JSON.parse(stdout) as {
				items: Pod[];
			};
			return items
				.filter(({ metadata: { name } }) =>
					query.workloads.includes(groupOf(name)),
				)
				.map(({ metadata, spec }) => ({
					id: metadata.name,
					part: `${metadata.name} ${spec.nodeName ?? ""}`,
					start: query.start,
					end: query.end,
				}));
		},

		async *read(query, slice, signal) {
			const [pod = "", host = ""] = slice.part.split(" ");
			const stream = {
				namespace: query.namespace,
				pod,
				container: query.container ?? "",
				host,
			};
			let since = slice.start;
			let seenAtSince = 0;
			for (;;) {
				const result = await tryRun(
					program,
					[
						...base,
						...["-n", query.namespace, "logs", pod, "--timestamps"],
						...(query.container ? ["-c", query.container] : []),
						`--since-time=${toIso(since)}`,
						`--limit-bytes=${PAGE_BYTES}`,
					],
					{ timeout: "5m", ...(signal && { signal }) },
				);
				if (result.exit !== 0) {
					throw new LabError({
						code: "logs-unavailable",
						what: `kubectl logs failed for ${pod}: ${result.stderr.trim()}`,
						where: `${query.namespace}/${pod}`,
						help: "the pod may have been deleted: read its lines from the collector instead",
						exit: exitCode.unavailable,
					});
				}
				const full = Buffer.byteLength(result.stdout) >= PAGE_BYTES;
				const text = result.stdout.split("\n");
				text.pop(); // the text after the last newline: empty, or a line that the limit truncated
				const stamped = text.map((line) => {
					const end = line.indexOf(" ");
					return {
						time: fromIso(line.slice(0, end)),
						line: line.slice(end + 1),
					};
				});
				const kept = stamped
					.filter(({ time }) => time >= since)
					.slice(seenAtSince);
				const inside = kept.filter(({ time }) => time < slice.end);
				if (inside.length > 0) yield batch(stream, inside);
				const last = kept.at(-1)?.time;
				if (!full || last === undefined || last >= slice.end) return;
				seenAtSince =
					kept.filter(({ time }) => time === last).length +
					(last === since ? seenAtSince : 0);
				since = last;
			}
		},
	};
}

const batch = (
	stream: LogBatch["stream"],
	stamped: readonly { time: bigint; line: string }[],
): LogBatch => ({
	stream,
	times: BigInt64Array.from(stamped, ({ time }) => time),
	lines: stamped.map(({ line }) => line),
});
