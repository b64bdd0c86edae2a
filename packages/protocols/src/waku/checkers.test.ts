import { LogParser } from "@lab/analysis";
import { expect, test } from "vitest";
import { events } from "./events.ts";

test.each([
	["[]", "waku.store-checked"],
	["['a', 'b']", "waku.store-checked"],
	["False", "waku.filter-checked"],
])("a checker's line %s is the event %s", (line, event) => {
	const parser = new LogParser({ schemas: events });
	const stream = parser.stream("checker");
	stream.writeLines(["INFO:root:List of messages", line]);
	stream.end();
	expect(parser.end().map(({ schema }) => schema.name)).toContain(event);
	expect(parser.tally.unparsedCount).toBe(0);
});
