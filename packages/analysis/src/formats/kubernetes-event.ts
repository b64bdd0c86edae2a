import { hasKey, liftTime, readJson } from "./_json.ts";
import type { LineFormat } from "./format.ts";
import type { LineRecord } from "./record.ts";

interface KubernetesEvent {
	readonly metadata?: {
		name?: string;
		namespace?: string;
		uid?: string;
		creationTimestamp?: string | null;
	};
	/** Repetitions, in the newer API. */
	readonly series?: {
		readonly count?: number;
		readonly lastObservedTime?: string | null;
	} | null;
	readonly deprecatedCount?: number;
	readonly deprecatedLastTimestamp?: string | null;
	readonly deprecatedFirstTimestamp?: string | null;
	readonly deprecatedSource?: { component?: string; host?: string };
	readonly reportingController?: string;
	readonly reportingInstance?: string;
	readonly involvedObject?: Reference;
	readonly regarding?: Reference;
	readonly reason?: string;
	readonly message?: string;
	readonly note?: string;
	readonly type?: string;
	readonly count?: number;
	readonly source?: { component?: string; host?: string };
	readonly reportingComponent?: string;
	readonly lastTimestamp?: string | null;
	readonly firstTimestamp?: string | null;
	readonly eventTime?: string | null;
}

interface Reference {
	readonly kind?: string;
	readonly namespace?: string;
	readonly name?: string;
	readonly uid?: string;
}

/** Returns the flat form that a schema reads, with the names of the newer API. */
function flatten(event: KubernetesEvent) {
	const about = event.regarding ?? event.involvedObject;
	const source = event.source ?? event.deprecatedSource;
	return {
		time:
			event.series?.lastObservedTime ??
			event.lastTimestamp ??
			event.deprecatedLastTimestamp ??
			event.eventTime ??
			event.firstTimestamp ??
			event.deprecatedFirstTimestamp ??
			event.metadata?.creationTimestamp ??
			undefined,
		type: event.type,
		reason: event.reason,
		kind: about?.kind,
		namespace: about?.namespace ?? event.metadata?.namespace,
		name: about?.name,
		note: event.note ?? event.message,
		count: event.series?.count ?? event.count ?? event.deprecatedCount,
		component:
			(source?.component || undefined) ??
			(event.reportingComponent || undefined) ??
			event.reportingController,
		host: (source?.host || undefined) ?? event.reportingInstance,
	};
}

function toEvent(line: string): KubernetesEvent | undefined {
	let value: unknown;
	try {
		value = JSON.parse(Buffer.from(line, "latin1").toString("utf8"));
	} catch {
		return undefined; // not JSON
	}
	const watched = value as { object?: unknown };
	const event = (
		typeof watched?.object === "object" && watched.object !== null
			? watched.object
			: value
	) as KubernetesEvent;
	const about = event?.regarding ?? event?.involvedObject;
	return typeof about === "object" &&
		about !== null &&
		typeof event.reason === "string"
		? event
		: undefined;
}

const MESSAGE = "Kubernetes event";

function fill(event: KubernetesEvent, into: LineRecord): boolean {
	const flat = Buffer.from(JSON.stringify(flatten(event)), "utf8").toString(
		"latin1",
	);
	into.text = flat + MESSAGE;
	into.ascii = false;
	if (!readJson(into.text, 0, flat.length, into)) return false;
	liftTime(into, "time");
	into.level = event.type === "Warning" ? 4 : 2;
	into.messageStart = flat.length;
	into.messageEnd = flat.length + MESSAGE.length;
	return true;
}

/** One Event object as JSON: `kubectl get events -w -o json`, event exporters */
export const kubernetesEvent: LineFormat = {
	name: "kubernetes-event",
	summary: "Kubernetes Event objects as JSON, one per line",
	example:
		'{"kind":"Event","metadata":{"namespace":"lab"},"involvedObject":{"kind":"Pod","namespace":"lab","name":"pod-7"},"reason":"Scheduled","message":"assigned to node-01","type":"Normal","count":1,"lastTimestamp":"2026-08-05T01:15:19Z"}',
	detect: (text, start, end) =>
		text.charCodeAt(start) === 123 &&
		hasKey(text, start, end, "reason") &&
		(hasKey(text, start, end, "involvedObject") ||
			hasKey(text, start, end, "regarding"))
			? 1
			: 0,
	parse(text, start, end, into) {
		if (this.detect(text, start, end) === 0) return false;
		const event = toEvent(text.slice(start, end));
		return event !== undefined && fill(event, into);
	},
};
