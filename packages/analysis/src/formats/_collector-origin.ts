import { readJson } from "./_json.ts";
import type { Origin } from "./format.ts";
import { LineRecord } from "./record.ts";

/** Keys of the origin, in the record or in its object `kubernetes` or `labels`. */
const ORIGIN = {
	namespace: [
		"namespace_name",
		"pod_namespace",
		"namespace",
		"kubernetes.namespace_name",
		"kubernetes.pod_namespace",
		"kubernetes.namespace",
	],
	pod: [
		"pod_name",
		"pod",
		"kubernetes.pod_name",
		"kubernetes.pod.name",
		"_HOSTNAME",
	],
	container: [
		"container_name",
		"container",
		"kubernetes.container_name",
		"kubernetes.container.name",
		"CONTAINER_NAME",
		"_SYSTEMD_UNIT",
		"SYSLOG_IDENTIFIER",
	],
} as const;
/** A label in VictoriaLogs' `_stream`. */
const STREAM_LABEL = /([\w./-]+)="((?:[^"\\]|\\.)*)"/g;
/** Filebeat has one object more: `"pod":{"name":".."}`. */
const NAME = /^\{.*?"name":"([^"]*)"/;

const nested = new LineRecord();

type Found = { -readonly [part in keyof Origin]: string };

/** Returns the pod and container of a collector's record. */
export function originOf(record: LineRecord): Origin | undefined {
	const found: Found = {};
	addFields(record, found);
	addStream(textOf(record, "_stream"), found);
	for (const key of ["kubernetes", "labels"]) {
		const at = record.find(key);
		if (at < 0) continue;
		const inside = record.text.slice(
			record.valueStart[at],
			record.valueEnd[at],
		);
		nested.reset(inside);
		if (!readJson(inside, 0, inside.length, nested)) continue;
		addFields(nested, found);
		for (const part of ["pod", "container"] as const) {
			const name = NAME.exec(textOf(nested, part))?.[1];
			if (name !== undefined) found[part] ??= name;
		}
	}
	return found.pod === undefined && found.container === undefined
		? undefined
		: found;
}

function addFields(record: LineRecord, found: Found): void {
	for (const [part, keys] of Object.entries(ORIGIN)) {
		const key = keys.find((one) => record.find(one) >= 0);
		const value = key === undefined ? "{" : textOf(record, key);
		if (!value.startsWith("{")) found[part as keyof Origin] ??= value;
	}
}

function addStream(labels: string, found: Found): void {
	for (const [, name = "", value = ""] of labels.matchAll(STREAM_LABEL))
		for (const [part, keys] of Object.entries(ORIGIN))
			if ((keys as readonly string[]).includes(name))
				found[part as keyof Origin] ??= value;
}

function textOf(record: LineRecord, key: string): string {
	const at = record.find(key);
	return at < 0 ? "" : record.value(at);
}
