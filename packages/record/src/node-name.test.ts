import fc from "fast-check";
import { expect, test } from "vitest";
import {
	groupOf,
	isNodeName,
	nodeNameOf,
	nodePattern,
	nodesIn,
	ordinalOf,
} from "./node-name.ts";

const group = fc
	.stringMatching(/^[a-z0-9]([-a-z0-9]{0,30}[a-z0-9])?$/)
	// Hard case: a group whose own name ends in a number, like a node's.
	.chain((name) => fc.constantFrom(name, `${name}-0`, `${name}-12`));
const ordinal = fc.nat({ max: 1_000_000 });

test("a node's name parses back to its group and ordinal", () => {
	fc.assert(
		fc.property(group, ordinal, (name, number) => {
			const node = nodeNameOf(name, number);
			expect(isNodeName(node)).toBe(true);
			expect([groupOf(node), ordinalOf(node)]).toEqual([name, number]);
			expect(new RegExp(`^${nodePattern(name)}$`).test(node)).toBe(true);
		}),
	);
});

test("a group's pattern matches no node of another group", () => {
	fc.assert(
		fc.property(group, group, ordinal, (name, other, number) => {
			fc.pre(name !== other);
			const node = nodeNameOf(other, number);
			expect(new RegExp(`^${nodePattern(name)}$`).test(node)).toBe(false);
		}),
	);
});

test("the nodes of a group are numbered from 0", () => {
	expect(nodesIn({ name: "relay", replicas: 3 })).toEqual([
		"relay-0",
		"relay-1",
		"relay-2",
	]);
});

test("a name without an ordinal is its own group; asking for its ordinal throws", () => {
	expect(groupOf("relay")).toBe("relay");
	expect(() => ordinalOf("relay")).toThrow("'relay' has no ordinal");
});
