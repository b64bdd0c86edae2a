import { expect, test } from "vitest";
import { measures } from "./measures.ts";

/** What a new protocol adds to the directions. */
const better: Readonly<
	Record<keyof typeof measures, readonly ["higher" | "lower", string]>
> = {
	"my-protocol.slowest": ["lower", "sooner is better"],
};

test("each measure of the template has the direction that its reason gives", () => {
	for (const [name, [way]] of Object.entries(better))
		expect(measures).toHaveProperty([name, "better"], way);
});
