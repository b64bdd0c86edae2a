import type { Field } from "./schema.ts";

/** The two columns that tell a waku message: to join by, and to show. */
export const message = {
	id: {
		from: "msg_hash",
		type: "hash",
		about: "of the message: where a plan names its messages, this is the id",
	},
	msgHash: {
		from: "msg_hash",
		type: "text",
		about: "hash of the message, 0x and hex",
	},
} as const satisfies Record<string, Field>;

export const me = (about: string): Field => ({
	from: "my_peer_id",
	type: "text",
	about: `${about}, shortened`,
});

export const receivedTime: Field = {
	from: "receivedTime",
	type: "time",
	unit: "ns",
	about: "clock of the receiver",
};

export const sentTime: Field = {
	from: "sentTime",
	type: "time",
	unit: "ns",
	about: "clock of the sender",
};
