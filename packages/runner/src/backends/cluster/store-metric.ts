import { exitCode, LabError } from "@lab/core";
import { reasonOf } from "../../persist.ts";
import type { RunOptions } from "../../run-folder.ts";

interface Sample {
	readonly metric: Readonly<Record<string, string>>;
	readonly value: readonly [number, string];
}

/** A metric of each pod of a group, from the store. */
export async function readStore(
	options: RunOptions,
	namespace: string,
	group: string,
	name: string,
	signal: AbortSignal,
): Promise<Map<string, number>> {
	const samples = await ask(
		options,
		`sum by (pod) (${name}{namespace="${namespace}",pod=~"${group}-[0-9]+"})`,
		signal,
	);
	return new Map(
		samples.map(({ metric, value }) => [metric.pod ?? "", Number(value[1])]),
	);
}

/**
 * How far the clock of each machine is from its reference, in ms, as its kernel
 * knows from whoever disciplines it. Of one that nobody disciplines the kernel
 * knows only how wrong it may be: that counts.
 */
export async function readClocks(
	options: RunOptions,
	signal: AbortSignal,
): Promise<Map<string, number>> {
	const samples = await ask(
		options,
		'max by (node, __name__) ({__name__=~"node_timex_(offset_seconds|maxerror_seconds|sync_status)"})',
		signal,
	);
	const machines = new Map<string, Record<string, number>>();
	for (const { metric, value } of samples) {
		const { node, __name__: name } = metric;
		if (node === undefined || name === undefined) continue;
		machines.set(node, { ...machines.get(node), [name]: Number(value[1]) });
	}
	return new Map(
		[...machines].flatMap(([node, seen]) => {
			const seconds =
				seen.node_timex_sync_status === 1
					? seen.node_timex_offset_seconds
					: seen.node_timex_maxerror_seconds;
			return seconds === undefined ? [] : [[node, seconds * 1000] as const];
		}),
	);
}

/** @throws LabError `no-metrics`, worth another attempt */
async function ask(
	{ prometheusUrl }: RunOptions,
	query: string,
	signal: AbortSignal,
): Promise<readonly Sample[]> {
	const refuse = (what: string) =>
		new LabError({
			code: "no-metrics",
			what,
			where: prometheusUrl ?? "prometheusUrl",
			help: "give --prometheus-url, and see whether it answers",
			exit: exitCode.letDown,
		});
	if (prometheusUrl === undefined) {
		throw refuse("a gate asks for a metric, and no store is known");
	}
	const response = await fetch(
		`${prometheusUrl.replace(/\/$/, "")}/api/v1/query?query=${encodeURIComponent(query)}`,
		{ signal: AbortSignal.any([signal, AbortSignal.timeout(10_000)]) },
	).catch((error: unknown) => {
		signal.throwIfAborted();
		throw refuse(reasonOf(error));
	});
	if (!response.ok) throw refuse(`it says ${response.status}`);
	const { data } = (await response.json()) as {
		data: { result: readonly Sample[] };
	};
	return data.result;
}
