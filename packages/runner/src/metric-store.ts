import { exitCode, fetchWithSignal, LabError, reasonOf } from "@lab/core";
import type { RunnerOptions } from "./run-folder.ts";

/** Newest sample of a series. */
export interface Sample {
	readonly labels: Readonly<Record<string, string>>;
	/** When it was scraped, ms since 1970. */
	readonly time: number;
	readonly value: number;
}

/**
 * Reads the newest sample of each series that has one within the last `withinMs`.
 *
 * Asks for raw samples, with their own times. A query for current values would
 * answer with those of series that ended up to five minutes ago, and VictoriaMetrics
 * answers by default with values that are 30 s old, under the time of the question.
 *
 * @param selector of the series, in PromQL
 * @param holds which values count; a newer one that does not is passed over
 * @throws LabError `no-metrics`, which can be retried
 */
export async function newestSamples(
	{ prometheusUrl }: Pick<RunnerOptions, "prometheusUrl">,
	selector: string,
	withinMs: number,
	signal: AbortSignal,
	holds: (value: number) => boolean = () => true,
): Promise<Sample[]> {
	const refuse = (what: string, cause?: unknown) =>
		new LabError({
			code: "no-metrics",
			what,
			where: prometheusUrl ?? "prometheusUrl",
			help: "set --prometheus-url, and check whether it answers",
			exit: exitCode.unavailable,
			cause,
		});
	const silent = (error: unknown): never => {
		signal.throwIfAborted();
		throw refuse(reasonOf(error), error);
	};
	if (prometheusUrl === undefined) {
		throw refuse("a gate needs a metric, but no metric store is set");
	}
	const query = `${selector}[${Math.max(1, Math.ceil(withinMs))}ms]`;
	const response = await fetchWithSignal(
		`${prometheusUrl.replace(/\/$/, "")}/api/v1/query?query=${encodeURIComponent(query)}`,
		{ signal: AbortSignal.any([signal, AbortSignal.timeout(10_000)]) },
	).catch(silent);
	if (!response.ok) throw refuse(`the store answered ${response.status}`);
	const { data } = (await response.json().catch(silent)) as {
		data: {
			result: readonly {
				readonly metric: Sample["labels"];
				readonly values: readonly (readonly [number, string | null])[];
			}[];
		};
	};
	return data.result.flatMap(({ metric: labels, values }) => {
		// Infinity is a value; NaN and the null of a series' end are none.
		const last = values.findLast(
			([, value]) =>
				value !== null &&
				!Number.isNaN(toNumber(value)) &&
				holds(toNumber(value)),
		);
		return last === undefined
			? []
			: [
					{
						labels,
						time: last[0] * 1000,
						value: toNumber(last[1] as string),
					},
				];
	});
}

/** Prometheus writes `+Inf`, JavaScript reads `Infinity`. */
const toNumber = (text: string): number =>
	Number(text.replace(/^([+-]?)Inf$/, "$1Infinity"));
