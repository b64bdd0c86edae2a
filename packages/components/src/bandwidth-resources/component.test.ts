import { bandwidth, nodes } from "@lab/lab";
import { expect, test } from "vitest";
import { renderComponent } from "../_render.ts";
import { bandwidthResources } from "./component.ts";

interface NfdRule {
	readonly extendedResources: Readonly<Record<string, string>>;
	readonly matchFeatures: readonly [
		{
			readonly matchExpressions: {
				readonly nodename: { readonly value: readonly string[] };
			};
		},
	];
}

const { rules } = renderComponent(bandwidthResources).object(
	"NodeFeatureRule",
	"bandwidth",
).spec as { readonly rules: readonly NfdRule[] };

test("every node has exactly one rule", () => {
	expect(
		rules.flatMap(
			({ matchFeatures }) => matchFeatures[0].matchExpressions.nodename.value,
		),
	).toEqual(nodes.map(({ name }) => name));
});

test("a node offers less than its NIC's rate", () => {
	const [first] = rules;
	expect(first?.extendedResources).toEqual({
		[bandwidth.resources.egress]: "36000",
		[bandwidth.resources.ingress]: "36000",
	});
});
