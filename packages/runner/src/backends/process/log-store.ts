import { exitCode, LabError } from "@lab/core";
import { type Labels, lineKey, STREAM_FIELDS } from "./log-lines.ts";

export interface LogStore {
	/** @throws LabError `logs-not-shipped` */
	push(lines: string, signal: AbortSignal): Promise<void>;
	/** Keys of the lines between two offsets of a node's log that are there. */
	linesOf(
		labels: Labels,
		node: string,
		from: number,
		to: number,
		signal: AbortSignal,
	): Promise<string[]>;
}

/** VictoriaLogs at a base URL. */
export function createLogStore(url: string): LogStore {
	const base = url.replace(/\/$/, "");
	const call = async (
		path: string,
		init: { body?: string },
		signal: AbortSignal,
	): Promise<string> => {
		const refuse = (what: string, cause?: unknown) =>
			new LabError({
				code: "logs-not-shipped",
				what,
				where: base + path.split("?")[0],
				help: "see whether VictoriaLogs is up; nothing is lost, it is sent later",
				exit: exitCode.letDown,
				cause,
			});
		const response = await fetch(base + path, {
			method: "POST",
			...init,
			signal: AbortSignal.any([signal, AbortSignal.timeout(30_000)]),
		}).catch((error: unknown) => {
			throw refuse("the log store does not answer", error);
		});
		const answer = await response.text();
		if (response.ok) return answer;
		throw refuse(
			`the log store says ${response.status}: ${answer.slice(0, 200)}`,
		);
	};
	return {
		async push(lines, signal) {
			await call(
				`/insert/jsonline?_stream_fields=${STREAM_FIELDS}&_time_field=_time&_msg_field=_msg`,
				{ body: lines },
				signal,
			);
		},
		async linesOf({ run }, node, from, to, signal) {
			// Lines are found only some time after they were taken.
			await call("/internal/force_flush", {}, signal);
			const query = `"lab.run":="${run}" "kubernetes.pod_name":="${node}" "lab.offset":range[${from}, ${to}) | fields "lab.offset"`;
			const text = await call(
				`/select/logsql/query?query=${encodeURIComponent(query)}`,
				{},
				signal,
			);
			return text
				.split("\n")
				.filter((line) => line !== "")
				.map((line) =>
					lineKey(
						node,
						(JSON.parse(line) as Record<string, string>)["lab.offset"] ?? "",
					),
				);
		},
	};
}
