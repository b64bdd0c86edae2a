import { findExperiment, planFor } from "@lab/experiments";
import type { Condition } from "@lab/record";
import { expect, test } from "vitest";
import { execution } from "./execution.ts";

const conditions: Condition[] = [{ measure: "delivery.missing", atMost: 0 }];

test("of messages whose ids the nodes draw themselves nobody says that they are missing", async () => {
	const plan = planFor(findExperiment("nimlibp2p"), {
		backend: "cluster",
		provenance: { commit: "0", dirty: false, versions: {}, machines: [] },
	});
	const { judge } = execution(() => {});
	expect(await judge("no-such-folder", plan, conditions)).toMatchObject([
		{ holds: "unknown", why: expect.stringContaining("delivery.missing") },
	]);
});
