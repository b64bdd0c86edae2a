import type { Plan, StepOf } from "@lab/record";
import type { Draw } from "./draw.ts";

interface Traffic
	extends Pick<
		StepOf<"publish">,
		| "name"
		| "atMs"
		| "topic"
		| "sizeBytes"
		| "timeoutMs"
		| "request"
		| "receivers"
	> {
	readonly messages: number;
	/** Interval between messages (open loop): the next one does not wait for a response. */
	readonly everyMs: number;
	/** Names of the nodes that may publish. */
	readonly publishers: readonly string[];
	readonly draw: Draw;
}

/** Publishes messages at fixed times, each from a node drawn at random. */
export function publish({
	messages,
	everyMs,
	publishers,
	draw,
	...step
}: Traffic): StepOf<"publish"> {
	return withLazyMessages(step, () =>
		Array.from({ length: messages }, (_, index) => ({
			id: draw.id(step.name, "id", index),
			atMs: step.atMs + index * everyMs,
			node: draw.pick(publishers, step.name, "publisher", index),
		})),
	);
}

/** Publishes the same number of messages from each publisher, at fixed times that are staggered between publishers. */
export function publishFromEach({
	messages,
	everyMs,
	publishers,
	draw,
	...step
}: Traffic): StepOf<"publish"> {
	const total = messages * publishers.length;
	return withLazyMessages(step, () =>
		Array.from({ length: total }, (_, index) => ({
			id: draw.id(step.name, "id", index),
			atMs: step.atMs + (index * everyMs) / publishers.length,
			node: publishers[index % publishers.length] as string,
		})),
	);
}

type Messages = StepOf<"publish">["messages"];

/** Draws the messages on first access: there may be many thousands, and rendering objects never reads them. */
function withLazyMessages(
	step: Omit<StepOf<"publish">, "kind" | "messages">,
	draw: () => Messages,
): StepOf<"publish"> {
	let drawn: Messages | undefined;
	return {
		kind: "publish",
		...step,
		get messages(): Messages {
			drawn ??= draw();
			return drawn;
		},
	};
}

/**
 * `POST /publish` of the libp2p test nodes. Our node uses the given id;
 * nim-libp2p's node generates its own, which appears only in its log.
 */
export const libp2pRequest = (
	topic: string,
	sizeBytes: number,
	backend: Plan["backend"] = "process",
): StepOf<"publish">["request"] => ({
	port: "http",
	path: "/publish",
	body: { topic, msgSize: sizeBytes, version: 1, msgId: "$id" },
	idFrom: { kind: backend === "process" ? "plan" : "log" },
});
