import type { Inner, Wrapper } from "./format.ts";

interface Value {
	readonly stringValue?: string;
	readonly [kind: string]: unknown;
}

interface LogRecord {
	/** Nanoseconds, as text: proto3 JSON writes 64-bit numbers as strings. */
	readonly timeUnixNano?: string | number;
	readonly observedTimeUnixNano?: string | number;
	readonly severityText?: string;
	readonly severityNumber?: number;
	readonly body?: Value;
	readonly attributes?: readonly { key?: string; value?: Value }[];
}

interface Request {
	readonly resourceLogs?: readonly {
		readonly scopeLogs?: readonly {
			readonly logRecords?: readonly LogRecord[];
		}[];
	}[];
}

/** Levels of logfmt; each covers four severity numbers of OTLP. */
const SEVERITIES = ["trace", "debug", "info", "warn", "error", "fatal"];

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

function toInner(record: LogRecord): Inner {
	const nanos = String(
		record.timeUnixNano ?? record.observedTimeUnixNano ?? "",
	);
	const body = plain(record.body);
	const line = latin1(body);
	const timed = /^\d{10,19}$/.test(nanos) && !/^0+$/.test(nanos);
	return {
		text: line,
		start: 0,
		end: line.length,
		partial: false,
		asLogfmt: latin1(toLogfmt(body, record)),
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
			return (request.resourceLogs ?? []).flatMap(({ scopeLogs = [] }) =>
				scopeLogs.flatMap(({ logRecords = [] }) => logRecords.map(toInner)),
			);
		} catch {
			return undefined; // not JSON, or of another shape
		}
	},
};
