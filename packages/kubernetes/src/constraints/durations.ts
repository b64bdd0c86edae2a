import {
	at,
	type Constraint,
	type Constraints,
	type InnerReason,
	isMap,
} from "./constraint.ts";

interface Form {
	readonly test: RegExp;
	readonly example: string;
}

/** @see https://pkg.go.dev/time#ParseDuration */
const go: Form = {
	test: /^[-+]?(0|((\d+\.?\d*|\.\d+)(ns|us|µs|ms|s|m|h))+)$/,
	example: "90m or 2160h; Go knows no days",
};

/** Seconds in a unit of Go's durations. */
const seconds: Readonly<Record<string, number>> = {
	ns: 1e-9,
	us: 1e-6,
	µs: 1e-6,
	ms: 1e-3,
	s: 1,
	m: 60,
	h: 3600,
};

/** @returns length of one of Go's durations in seconds; undefined if it is none */
export const goSeconds = (text: unknown): number | undefined =>
	typeof text === "string" && go.test.test(text)
		? [...text.matchAll(/([\d.]+)([a-zµ]+)/g)].reduce(
				(sum, [, number, unit = ""]) =>
					sum + Number(number) * (seconds[unit] ?? 0),
				0,
			)
		: undefined;

/** Traefik takes a number for seconds. */
const traefik: Form = {
	test: new RegExp(`${go.test.source}|^\\d+$`),
	example: "30s or 1m",
};

/** @see https://docs.victoriametrics.com/victoriametrics/metricsql/ */
const metrics: Form = {
	test: /^(\d+(\.\d+)?|(\d+(\.\d+)?(ms|s|m|h|d|w|y))+)$/i,
	example: "30s, 5m or 1d",
};

/**
 * Checks durations that the schemas of custom resources call a string, although
 * the controller parses them: it then rejects the object, or all objects of its kind.
 *
 * @param paths fields from the object to the durations; `*` means each entry of a list
 */
const durations = (form: Form, ...paths: readonly string[]): Constraint => ({
	whole: (object) =>
		paths.flatMap((path) => wrongIn(object, path.split("."), [], form)),
});

function wrongIn(
	value: unknown,
	[key, ...rest]: readonly string[],
	path: InnerReason["at"],
	form: Form,
): InnerReason[] {
	if (key === "*")
		return (Array.isArray(value) ? value : []).flatMap((entry, index) =>
			wrongIn(entry, rest, [...path, index], form),
		);
	if (key !== undefined)
		return isMap(value) ? wrongIn(value[key], rest, [...path, key], form) : [];
	return typeof value !== "string" || value === "" || form.test.test(value)
		? []
		: [
				at(
					path,
					`is ${JSON.stringify(value)}, not a duration`,
					`write it as ${form.example}`,
				),
			];
}

const vm = "operator.victoriametrics.com.v1beta1";

/** Checks of durations in custom resources, by definition. */
export const durationConstraints: Constraints = {
	"cert-manager.io.v1.Certificate": durations(
		go,
		"spec.duration",
		"spec.renewBefore",
	),
	"traefik.io.v1alpha1.Middleware": durations(
		traefik,
		"spec.rateLimit.period",
		"spec.retry.initialInterval",
		...["checkPeriod", "fallbackDuration", "recoveryDuration"].map(
			(field) => `spec.circuitBreaker.${field}`,
		),
	),
	[`${vm}.VMRule`]: durations(
		metrics,
		"spec.groups.*.interval",
		"spec.groups.*.rules.*.for",
		"spec.groups.*.rules.*.keep_firing_for",
	),
	[`${vm}.VMServiceScrape`]: durations(
		metrics,
		...["interval", "scrape_interval", "scrapeTimeout"].map(
			(field) => `spec.endpoints.*.${field}`,
		),
	),
	[`${vm}.VMPodScrape`]: durations(
		metrics,
		...["interval", "scrape_interval", "scrapeTimeout"].map(
			(field) => `spec.podMetricsEndpoints.*.${field}`,
		),
	),
};
