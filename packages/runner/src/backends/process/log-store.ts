import { exitCode, fetchWithSignal, LabError } from "@lab/core";
import { type Labels, lineKey, STREAM_FIELDS } from "./log-lines.ts";

export interface LogStore {
	/** @throws LabError `logs-not-shipped` */
	push(lines: string, signal: AbortSignal): Promise<void>;
	/** Number of stored lines of a run, by node. */
	countLines(
		run: string,
		signal: AbortSignal,
	): Promise<ReadonlyMap<string, number>>;
	/** Keys of the stored lines between two offsets of a node's log. */
	linesOf(
		labels: Labels,
		node: string,
		from: number,
		to: number,
		signal: AbortSignal,
	): Promise<string[]>;
}

/** Client of VictoriaLogs at a base URL. */
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
				help: "check whether VictoriaLogs is up; no line is lost, shipping is retried",
				exit: exitCode.unavailable,
				cause,
			});
		const silent = (error: unknown): never => {
			throw refuse("the log store does not answer", error);
		};
		const response = await fetchWithSignal(base + path, {
			method: "POST",
			// As a form, which is the default of curl, the lines would be discarded with status 200.
			headers: { "content-type": "application/stream+json" },
			...init,
			signal: AbortSignal.any([signal, AbortSignal.timeout(30_000)]),
		}).catch(silent);
		const answer = await response.text().catch(silent);
		if (response.ok) return answer;
		throw refuse(
			`the log store answered ${response.status}: ${answer.slice(0, 200)}`,
		);
	};
	const select = async (
		query: string,
		signal: AbortSignal,
	): Promise<Record<string, string>[]> => {
		// Accepted lines become searchable only after a flush.
		await call("/internal/force_flush", {}, signal);
		const text = await call(
			`/select/logsql/query?query=${encodeURIComponent(query)}`,
			{},
			signal,
		);
		return text
			.split("\n")
			.filter((line) => line !== "")
			.map((line) => JSON.parse(line) as Record<string, string>);
	};
	return {
		async push(lines, signal) {
			await call(
				`/insert/jsonline?_stream_fields=${STREAM_FIELDS}&_time_field=_time&_msg_field=_msg`,
				{ body: lines },
				signal,
			);
		},
		async countLines(run, signal) {
			const rows = await select(
				`"lab.run":="${run}" | stats by ("kubernetes.pod_name") count() as lines`,
				signal,
			);
			return new Map(
				rows.map((row) => [
					row["kubernetes.pod_name"] ?? "",
					Number(row.lines),
				]),
			);
		},
		async linesOf({ run }, node, from, to, signal) {
			const rows = await select(
				`"lab.run":="${run}" "kubernetes.pod_name":="${node}" "lab.offset":range[${from}, ${to}) | fields "lab.offset"`,
				signal,
			);
			return rows.map((row) => lineKey(node, row["lab.offset"] ?? ""));
		},
	};
}
