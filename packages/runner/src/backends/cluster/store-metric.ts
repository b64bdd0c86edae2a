import { exitCode, LabError } from "@lab/core";
import { reasonOf } from "../../persist.ts";
import type { RunOptions } from "../../run-folder.ts";

/** A metric of each pod of a group, from the store. */
export async function readStore(
	{ prometheusUrl }: RunOptions,
	namespace: string,
	group: string,
	name: string,
	signal: AbortSignal,
): Promise<Map<string, number>> {
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
	const query = `sum by (pod) (${name}{namespace="${namespace}",pod=~"${group}-[0-9]+"})`;
	const response = await fetch(
		`${prometheusUrl.replace(/\/$/, "")}/api/v1/query?query=${encodeURIComponent(query)}`,
		{ signal: AbortSignal.any([signal, AbortSignal.timeout(10_000)]) },
	).catch((error: unknown) => {
		signal.throwIfAborted();
		throw refuse(reasonOf(error));
	});
	if (!response.ok) throw refuse(`it says ${response.status}`);
	const { data } = (await response.json()) as {
		data: { result: { metric: { pod: string }; value: [number, string] }[] };
	};
	return new Map(
		data.result.map(({ metric, value }) => [metric.pod, Number(value[1])]),
	);
}
