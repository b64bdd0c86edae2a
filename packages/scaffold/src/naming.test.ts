import { expect, test } from "vitest";
import { identifierOf, renamed, renaming } from "./naming.ts";

test("a name takes the place of the placeholder in each of its forms", () => {
	const text =
		"my-thing myThing MyThing my_thing My thing, my thing: my-thing-log";
	expect(renamed(text, renaming("my-thing", "kad-dht"))).toBe(
		"kad-dht kadDht KadDht kad_dht Kad dht, kad dht: kad-dht-log",
	);
});

test("a name that holds the placeholder is put in once", () => {
	const words = { ...renaming("my-thing", "my-thing-2"), "a.b": "my-thing" };
	expect(renamed("my-thing a.b axb", words)).toBe("my-thing-2 my-thing axb");
});

test("a number behind a dash is a part of the identifier", () => {
	expect(identifierOf("queues-s4-1")).toBe("queuesS41");
});
