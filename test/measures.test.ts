import { partsOf } from "@lab/analysis/protocol";
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

test("a measure of a protocol has values for windows if its figure has, and so has none that the runner observes", () => {
	const figures = new Map(
		partsOf(protocols, ({ figures: all = [] }) => all).map((figure) => [
			figure.name,
			figure,
		]),
	);
	const ofRun = partsOf(protocols, ({ measures: own = {} }) =>
		Object.entries(own).flatMap(([name, [figure]]) =>
			figures.get(figure)?.within === undefined ? [name] : [],
		),
	);
	expect([...ofRun, ...observedMeasures].sort()).toEqual(
		Object.entries(measures)
			.filter(([, measure]) => "ofRun" in measure)
			.map(([name]) => name)
			.sort(),
	);
	// Each names a table that the figure reads.
	for (const { needs, within = [] } of figures.values())
		expect(needs).toEqual(expect.arrayContaining([...within]));
});

test("every measure of the runner is computed exactly once", () => {
	expect([...observedMeasures].sort()).toEqual(namesBy("runner"));
});

test("every measure of the analysis is computed exactly once", () => {
	expect(computedMeasures(protocols).sort()).toEqual(namesBy("analysis"));
});
