import { groupOf } from "@lab/record";
import { expect, test } from "vitest";
import { planFor } from "./plan-for.ts";
import { wakuGoNim } from "./scenarios/waku/waku-go-nim.ts";
import { wakuRelay } from "./scenarios/waku/waku-relay.ts";

const provenance = { commit: "0", dirty: false, versions: {}, machines: [] };
const options = { backend: "cluster" as const, provenance };

test("nodes of both implementations publish, with the same criteria as for one implementation", () => {
	const plan = planFor(wakuGoNim, options);
	const [step] = plan.timeline;
	if (step?.kind !== "publish") throw new Error("no traffic");
	const groupsOf = step.messages.map(({ node }) => groupOf(node));
	expect([...new Set(groupsOf)].sort()).toEqual(["nodesgo-0", "nodesnim-0"]);
	expect(step.receivers).toEqual(["nodesnim-0", "nodesgo-0"]);
	expect(plan.criteria).toEqual(planFor(wakuRelay, options).criteria);
	expect(plan.guards).toContainEqual({
		measure: "delivery.unobservable",
		atMost: 0,
	});
});
