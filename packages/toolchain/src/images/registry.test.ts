import { expect, test } from "vitest";
import { addressOf } from "./registry.ts";

const HUB = "https://registry-1.docker.io";

test.each([
	["postgres:15.1-alpine", HUB, "library/postgres", "15.1-alpine"],
	["docker.io/library/postgres:17.7", HUB, "library/postgres", "17.7"],
	["radiken/dst-test-node:v5", HUB, "radiken/dst-test-node", "v5"],
	["radiken/get_address_2", HUB, "radiken/get_address_2", "latest"],
	["ghcr.io/a/b/c:latest", "https://ghcr.io", "a/b/c", "latest"],
	["registry.example:5000/a:1", "https://registry.example:5000", "a", "1"],
	["localhost/a:1", "http://localhost", "a", "1"],
	["127.0.0.1:5000/a:1", "http://127.0.0.1:5000", "a", "1"],
])(
	"%s is requested from %s as %s, tag %s",
	(reference, registry, name, tag) => {
		expect(addressOf(reference)).toEqual({ registry, name, tag });
	},
);

test.each(["", "A:1", "a:", "a b", "a@sha256:0", "a.b:99999/c:1"])(
	"'%s' is not an image reference",
	(reference) => {
		expect(() => addressOf(reference)).toThrowError("not written as name:tag");
	},
);
