import { expect, test } from "vitest";
import { escapeMarkup } from "./escape-markup.ts";

test.each([
	['a < b & "c" > d', "a &lt; b &amp; &quot;c&quot; &gt; d"],
	["first\n\tsecond", "first&#10;&#9;second"],
	["\u001b[31mred\u001b[0m", "\ufffd[31mred\ufffd[0m"],
	["half a pair: \ud800", "half a pair: \ufffd"],
	[0.5, "0.5"],
])("%j", (text, escaped) => {
	expect(escapeMarkup(text)).toBe(escaped);
});
