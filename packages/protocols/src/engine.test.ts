import { join } from "node:path";
import { kinds, mentioning, mentionsOf } from "@lab/scaffold";
import { expect, test } from "vitest";
import { protocols } from "./registry.ts";

const root = join(import.meta.dirname, "../../..");

test.each(protocols)(
	"the analysis engine does not mention $name",
	async ({ name }) => {
		expect(await mentionsOf(root, name, kinds.protocol.foreign)).toEqual([]);
	},
);

test.each(["kadDht", "kad-dht", "kad_dht_lookup", "isKadDht", "KadDht"])(
	"the test would find %s",
	(text) => {
		expect(text).toMatch(mentioning("kad-dht"));
	},
);

test("the test would find ping in pingTable, but not in mapping", () => {
	expect("pingTable").toMatch(mentioning("ping"));
	expect("mapping").not.toMatch(mentioning("ping"));
});
