import { computedMeasures } from "@lab/analysis/report";
import { protocols } from "@lab/protocols";
import { measures } from "@lab/record";
import { observedMeasures } from "@lab/runner";
import { expect, test } from "vitest";

const namesBy = (who: "runner" | "analysis") =>
	Object.entries(measures)
		.filter(([, { by }]) => by === who)
		.map(([name]) => name)
		.sort();

test("every measure of the runner is computed exactly once", () => {
	expect([...observedMeasures].sort()).toEqual(namesBy("runner"));
});

test("every measure of the analysis is computed exactly once", () => {
	expect(computedMeasures(protocols).sort()).toEqual(namesBy("analysis"));
});
