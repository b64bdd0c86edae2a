import { expect, test } from "vitest";

import { facts } from "../facts.ts";
import { unknownSite as rule } from "./unknown-site.ts";

test("a node in a mistyped site: suggests the intended one", () => {
	const nodes = facts.nodes.map((node) =>
		node.site === "he-eu-hel1" ? { ...node, site: "he-eu-hel2" } : node,
	);
	expect(rule.check({ ...facts, nodes }, {})).toMatchObject([
		{ help: "did you mean 'he-eu-hel1'?" },
	]);
});
