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
	/** Between two messages, whether or not the one before was answered. */
	readonly everyMs: number;
	/** Who may be asked to publish. */
	readonly publishers: readonly string[];
	readonly draw: Draw;
}

/** Messages at fixed times, each from a node that the seed chooses. */
export function publish({
	messages,
	everyMs,
	publishers,
	draw,
	...step
}: Traffic): StepOf<"publish"> {
	return drawnWhenRead(step, () =>
		Array.from({ length: messages }, (_, index) => ({
			id: draw.id(step.name, "id", index),
			atMs: step.atMs + index * everyMs,
			node: draw.one(publishers, step.name, "publisher", index),
		})),
	);
}

/** Messages at fixed times, as many from each of the publishers, none of them at the same moment. */
export function publishFromEach({
	messages,
	everyMs,
	publishers,
	draw,
	...step
}: Traffic): StepOf<"publish"> {
	const total = messages * publishers.length;
	return drawnWhenRead(step, () =>
		Array.from({ length: total }, (_, index) => ({
			id: draw.id(step.name, "id", index),
			atMs: step.atMs + (index * everyMs) / publishers.length,
			node: publishers[index % publishers.length] as string,
		})),
	);
}

type Messages = StepOf<"publish">["messages"];

/** Whoever renders the objects of an experiment never reads its messages, and there may be many thousand. */
function drawnWhenRead(
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
 * `POST /publish` as the libp2p test nodes take it. Ours keeps the id that it
 * is given; nim-libp2p's draws its own and tells it to its log only.
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
