import type { MessageFact, NodeFact } from "./facts.ts";

export interface Audiences {
	/** Indices of nodes, by audience. */
	readonly members: readonly (readonly number[])[];
	/** Returns the index of a message's audience. */
	of(message: Pick<MessageFact, "receivers">): number;
}

/** Groups messages by their receivers: messages for the same groups share an audience. */
export function audiencesOf(
	nodes: readonly NodeFact[],
	messages: readonly MessageFact[],
): Audiences {
	const numbers = new Map<string, number>();
	const members: (readonly number[])[] = [];
	const keyOf = ({ receivers }: Pick<MessageFact, "receivers">) =>
		receivers?.join(" ") ?? "";
	for (const message of messages) {
		const key = keyOf(message);
		if (numbers.has(key)) continue;
		numbers.set(key, members.length);
		const { receivers } = message;
		members.push(
			nodes.flatMap(({ group }, index) =>
				receivers === undefined || receivers.includes(group) ? [index] : [],
			),
		);
	}
	return {
		members,
		of: (message) => numbers.get(keyOf(message)) as number,
	};
}
