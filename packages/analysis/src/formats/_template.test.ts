import { expect, test } from "vitest";
import { myFormat } from "./_template.ts";
import { LineRecord, levels } from "./record.ts";
import { formats } from "./registry.ts";

/** As the parser reads it: one character per byte. */
const latin1 = (text: string) => Buffer.from(text).toString("latin1");

function read(text: string) {
	const line = latin1(text);
	const record = new LineRecord();
	record.reset(line);
	if (!myFormat.parse(line, 0, line.length, record)) return undefined;
	return {
		time: new Date(record.seconds * 1000 + record.nanos / 1e6).toISOString(),
		level: levels[record.level],
		message: record.message(),
		fields: Object.fromEntries(
			Array.from({ length: record.fieldCount }, (_, at) => [
				record.key(at),
				record.value(at),
			]),
		),
	};
}

test("time, level, message and fields are read", () => {
	expect(read(myFormat.example)).toEqual({
		time: "2026-08-05T01:15:19.582Z",
		level: "info",
		message: "listening",
		fields: { port: "8645" },
	});
});

test.each([
	"my-format|yesterday|info|listening",
	"my-format|2026-08-05T01:15:19.582Z|loud|listening",
	"my-format|2026-08-05T01:15:19.582Z",
])("%s is not of the format", (line) => {
	expect(read(line)).toBeUndefined();
});

test("it claims no example of another format", () => {
	for (const { name, example } of formats)
		if (name !== myFormat.name) {
			const line = latin1(example);
			expect(myFormat.detect(line, 0, line.length), name).toBe(0);
		}
});
