import type { Inner, Origin, Wrapper } from "./format.ts";

interface Value {
	readonly stringValue?: string;
	readonly kvlistValue?: { readonly values?: readonly Attribute[] };
	readonly [kind: string]: unknown;
}

interface Attribute {
	readonly key?: string;
	readonly value?: Value;
}

interface LogRecord {
	/** Nanoseconds, as text: proto3 JSON writes 64-bit numbers as strings. */
	readonly timeUnixNano?: string | number;
	readonly observedTimeUnixNano?: string | number;
	readonly severityText?: string;
	readonly severityNumber?: number;
	readonly body?: Value;
	readonly attributes?: readonly Attribute[];
}

interface Request {
	readonly resourceLogs?: readonly {
		readonly resource?: { readonly attributes?: readonly Attribute[] };
		readonly scopeLogs?: readonly {
			readonly logRecords?: readonly LogRecord[];
		}[];
	}[];
}

/** Levels of logfmt; each covers four severity numbers of OTLP. */
const SEVERITIES = ["trace", "debug", "info", "warn", "error", "fatal"];

/** Keys of the line in a body that is a map, as a collector writes a record that it had parsed. */
const LINES = ["log", "message", "msg", "line", "body"];

/** Returns the line that a body is, or that it has. */
function lineOf(body: Value | undefined): string {
	for (const name of LINES) {
		const line = textNamed(body?.kvlistValue?.values, name);
		if (line !== undefined) return line;
	}
	return plain(body);
}

const textNamed = (
	attributes: readonly Attribute[] | undefined,
	name: string,
): string | undefined =>
	attributes?.find(({ key }) => key === name)?.value?.stringValue;

/** Returns the pod by the semantic conventions. */
function originOf(
	resource: readonly Attribute[] | undefined,
): Origin | undefined {
	const [namespace, pod, container] = [
		"k8s.namespace.name",
		"k8s.pod.name",
		"k8s.container.name",
	].map((name) => textNamed(resource, name));
	if (pod === undefined) return undefined;
	return {
		pod,
		...(namespace !== undefined && { namespace }),
		...(container !== undefined && { container }),
	};
}

const plain = (value: Value | undefined): string => {
	const [content] = Object.values(value ?? {});
	return typeof content === "string" ? content : JSON.stringify(content ?? "");
};

const latin1 = (text: string): string =>
	Buffer.from(text, "utf8").toString("latin1");

const quote = (text: string): string =>
	`"${text.replace(/["\\]/g, "\\$&").replaceAll("\n", "\\n").replaceAll("\r", "\\r")}"`;

const keyOf = (name: string | undefined) =>
	(name ?? "").replace(/[^\w.\-/]/g, "_") || "_";

/** Writes the record as logfmt, with its severity and attributes. */
function toLogfmt(body: string, record: LogRecord): string {
	const attributes = record.attributes ?? [];
	const step = Math.floor(((record.severityNumber ?? 9) - 1) / 4);
	return [
		`level=${SEVERITIES[step] ?? "info"}`,
		`msg=${quote(body)}`,
		...attributes.map(
			({ key, value }) => `${keyOf(key)}=${quote(plain(value))}`,
		),
	].join(" ");
}

function toInner(
	record: LogRecord,
	resource: readonly Attribute[] | undefined,
): Inner {
	const origin = originOf(resource);
	const nanos = String(
		record.timeUnixNano ?? record.observedTimeUnixNano ?? "",
	);
	const body = lineOf(record.body).replace(/\r?\n$/, "");
	const line = latin1(body);
	const timed = /^\d{10,19}$/.test(nanos) && !/^0+$/.test(nanos);
	return {
		text: line,
		start: 0,
		end: line.length,
		partial: false,
		asLogfmt: latin1(toLogfmt(body, record)),
		...(origin && { origin }),
		...(timed && {
			seen: {
				seconds: Number(nanos.slice(0, -9)),
				nanos: Number(nanos.slice(-9)),
			},
		}),
	};
}

/** `ExportLogsServiceRequest` as JSON, one per line, as the collector's file exporter writes it */
export const otlp: Wrapper = {
	name: "otlp",
	summary: "OpenTelemetry logs as JSON: the collector's file exporter",
	example:
		'{"resourceLogs":[{"scopeLogs":[{"logRecords":[{"timeUnixNano":"1785892519582000000","severityNumber":9,"body":{"stringValue":"listening"},"attributes":[{"key":"port","value":{"intValue":"8645"}}]}]}]}]}',
	unwrap(text, start, end): Inner[] | undefined {
		if (text.charCodeAt(start) !== 123) return undefined;
		const mark = text.indexOf('"resourceLogs"', start);
		if (mark < 0 || mark >= end) return undefined;
		let request: Request;
		try {
			request = JSON.parse(
				Buffer.from(text.slice(start, end), "latin1").toString("utf8"),
			) as Request;
			return (request.resourceLogs ?? []).flatMap(
				({ resource, scopeLogs = [] }) =>
					scopeLogs.flatMap(({ logRecords = [] }) =>
						logRecords.map((record) => toInner(record, resource?.attributes)),
					),
			);
		} catch {
			return undefined; // not JSON, or of another shape
		}
	},
};
