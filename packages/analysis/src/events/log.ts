import { defineEvent } from "./schema.ts";

/** A record of a known format that no schema matches. */
export const log = defineEvent({
	name: "log",
	about: "a record that no event schema matches",
	messages: [],
	fields: {
		format: { type: "text", about: "format of the line" },
		level: {
			type: "text",
			optional: true,
			about: "trace, debug, info, notice, warn, error or fatal",
		},
		message: { type: "text", about: "message of the record" },
		fields: {
			type: "text",
			about: "fields of the record, as a JSON object of strings",
		},
	},
	samples: [],
});

/** A line that continues a record: part of a stack trace, or of an indented list. */
export const continuation = defineEvent({
	name: "continuation",
	about: "a line that continues the record before it",
	messages: [],
	fields: {
		of: {
			type: "int64",
			unit: "count",
			about: "line number of the record, 0 if there is none",
		},
		text: { type: "text", about: "the line" },
	},
	samples: [],
});
