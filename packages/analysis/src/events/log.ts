import { defineEvent } from "./schema.ts";

/** A record of a known format that no schema knows. */
export const log = defineEvent({
	name: "log",
	about: "a record that no event schema knows",
	messages: [],
	fields: {
		format: { type: "text", about: "the format of the line" },
		level: {
			type: "text",
			optional: true,
			about: "trace, debug, info, notice, warn, error or fatal",
		},
		message: { type: "text", about: "what the program says" },
		fields: { type: "text", about: "its fields, as a JSON object of texts" },
	},
	samples: [],
});

/** A line that goes on from a record: a stack trace, an indented list. */
export const continuation = defineEvent({
	name: "continuation",
	about: "a line that belongs to the record before it",
	messages: [],
	fields: {
		of: {
			type: "int64",
			unit: "count",
			about: "line of the record, 0 when none stood before",
		},
		text: { type: "text", about: "the line" },
	},
	samples: [],
});
