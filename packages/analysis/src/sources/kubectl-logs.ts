import { exitCode, LabError, run, tryRun } from "@lab/core";
import { fromIso, toIso } from "./_gather.ts";
import type { LogBatch, LogSource } from "./log-source.ts";

/** One call brings at most so much. */
const PAGE_BYTES = 16 << 20;

export interface KubectlAccess {
	/** Never the person's own by accident. */
	readonly kubeconfig: string;
	readonly context: string;
	/** @default kubectl */
	readonly program?: string;
}

/**
 * `kubectl logs`: what the kubelets still hold. One call per pod and 16 MB,
 * since the API knows no other way; for runs whose collector failed.
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
				items: { metadata: { name: string }; spec: { nodeName?: string } }[];
			};
			return items
				.filter(({ metadata: { name } }) =>
					query.workloads.includes(name.replace(/-\d+$/, "")),
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
						what: `kubectl logs of ${pod}: ${result.stderr.trim()}`,
						where: `${query.namespace}/${pod}`,
						help: "the pod may be gone: read its lines from the collector instead",
						exit: exitCode.letDown,
					});
				}
				const full = Buffer.byteLength(result.stdout) >= PAGE_BYTES;
				const text = result.stdout.split("\n");
				text.pop(); // after the last newline: nothing, or a line that the limit cut
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
