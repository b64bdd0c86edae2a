import type { Field } from "@lab/analysis/protocol";

/** The two columns that identify a Waku message: one to join on, one to display. */
export const message = {
	id: {
		from: "msg_hash",
		type: "hash",
		about: "id of the message: the first 60 bits of its hash",
	},
	msgHash: {
		from: "msg_hash",
		type: "text",
		about: "hash of the message, as 0x and hex",
	},
} as const satisfies Record<string, Field>;

/** The logging node's own peer id. */
export const me = (role: string): Field => ({
	from: "my_peer_id",
	type: "text",
	about: `${role}'s peer id, shortened`,
});

export const receivedTime: Field = {
	from: "receivedTime",
	type: "time",
	unit: "ns",
	about: "time received, by the receiver's clock",
};

export const sentTime: Field = {
	from: "sentTime",
	type: "time",
	unit: "ns",
	about: "time sent, by the sender's clock",
};
