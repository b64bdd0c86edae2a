import { retry } from "@lab/core";
import type { PlannedMessage, PublishRecord, StepOf } from "@lab/record";
import type { Backend } from "./backend.ts";
import { millisecondsBetween, now, plusMilliseconds, sleep } from "./clock.ts";
import { type Journal, openJournal } from "./journal.ts";
import { bodyOf, createPoster, type Poster } from "./poster.ts";
import type { RunFolder } from "./run-folder.ts";

/** Interval of address lookups: a restarted node has a new address. */
const LOOKUP_MS = 1000;

/**
 * Sends the messages of a step when they are due, without waiting for earlier
 * ones (open loop). Each has its own deadline and its own record.
 *
 * @param zero start of the timeline, in nanoseconds since 1970
 * @returns number of acknowledged messages, as text
 */
export async function publishStep(
	{ folder, backend }: { folder: RunFolder; backend: Backend },
	step: StepOf<"publish">,
	zero: bigint,
	signal: AbortSignal,
): Promise<string> {
	const journal = openJournal(folder);
	const poster = createPoster(step.timeoutMs);
	const urls = await retry(() => lookUp(backend, step, signal), { signal });
	const lookups = setInterval(() => {
		lookUp(backend, step, signal).then(
			(found) => {
				for (const [node, url] of found) urls.set(node, url);
			},
			// Keep the known addresses until the next lookup.
			() => {},
		);
	}, LOOKUP_MS);
	const open = new Set<Promise<void>>();
	let acknowledged = 0;
	const settle = (record: PublishRecord) => {
		if (record.result === "acknowledged") acknowledged += 1;
		journal.settle(record);
	};
	try {
		const left = step.messages.filter(({ id }) => !journal.settled.has(id));
		for (let next = 0; next < left.length; ) {
			const time = now();
			const due = dueFrom(left, next, zero, time);
			if (due.length === 0) {
				const at = plusMilliseconds(zero, (left[next] as PlannedMessage).atMs);
				await sleep(Math.max(1, millisecondsBetween(time, at)), signal);
				continue;
			}
			next += due.length;
			journal.sending(due.map(({ id }) => ({ id, at: String(time) })));
			for (const message of due) {
				const task = send(step, zero, message, journal, urls, poster)
					.then(settle)
					.finally(() => open.delete(task));
				open.add(task);
			}
		}
		await Promise.all(open);
		return `${acknowledged} acknowledged`;
	} finally {
		clearInterval(lookups);
		await Promise.all(open);
		poster.close();
		journal.close();
	}
}

/** Messages from index `next` on that are due. */
function dueFrom(
	messages: readonly PlannedMessage[],
	next: number,
	zero: bigint,
	time: bigint,
): PlannedMessage[] {
	let end = next;
	while (
		end < messages.length &&
		plusMilliseconds(zero, (messages[end] as PlannedMessage).atMs) <= time
	) {
		end += 1;
	}
	return messages.slice(next, end);
}

const lookUp = async (
	backend: Backend,
	{ request }: StepOf<"publish">,
	signal: AbortSignal,
): Promise<Map<string, string>> =>
	new Map(
		(await backend.observe(signal)).flatMap(({ name, urls }) => {
			const base = urls[request.port];
			return base === undefined ? [] : [[name, base + request.path] as const];
		}),
	);

async function send(
	step: StepOf<"publish">,
	zero: bigint,
	{ id, atMs, node }: PlannedMessage,
	journal: Journal,
	urls: ReadonlyMap<string, string>,
	poster: Poster,
): Promise<PublishRecord> {
	const record = {
		step: step.name,
		node,
		id,
		intended: String(plusMilliseconds(zero, atMs)),
	};
	const before = journal.pending.get(id);
	if (before !== undefined && step.request.idFrom.kind !== "plan") {
		return {
			...record,
			sent: before,
			result: "unanswered",
			reason: "the runner died while waiting for the answer",
		};
	}
	const url = urls.get(node);
	if (url === undefined) {
		return { ...record, result: "unsent", reason: `${node} has no address` };
	}
	// Nodes deduplicate by id, so resending after a crash is harmless.
	const answer = await poster.post(url, bodyOf(step, id));
	const sent = before ?? answer.sent;
	const common = {
		...record,
		...(sent === undefined ? {} : { sent }),
		...(answer.answerMs === undefined ? {} : { answerMs: answer.answerMs }),
	};
	if (answer.status === undefined) {
		return {
			...common,
			result: sent === undefined ? "unsent" : "unanswered",
			reason: answer.reason,
		};
	}
	if (answer.status >= 300) {
		return {
			...common,
			result: "refused",
			reason: `${answer.status}: ${answer.text.slice(0, 200)}`,
		};
	}
	return withId(step, { ...common, result: "acknowledged" }, answer.text);
}

/** Replaces the planned id by the one in the node's answer, if the node chooses ids. */
function withId(
	{ request: { idFrom } }: StepOf<"publish">,
	record: PublishRecord,
	text: string,
): PublishRecord {
	if (idFrom.kind !== "answer") return record;
	try {
		const id = String(
			(JSON.parse(text) as Record<string, unknown>)[idFrom.field],
		);
		if (/^\d{1,19}$/.test(id)) return { ...record, id, plannedId: record.id };
	} catch {
		// Recorded below: the message was published under an unknown id.
	}
	return {
		...record,
		result: "unanswered",
		reason: `the answer has no id in '${idFrom.field}': ${text.slice(0, 100)}`,
	};
}
