import type { Finding } from "@lab/core";
import { titleOf } from "@lab/kubernetes";
import type { RenderedBundle } from "../render.ts";

/** Checks a value; `path` returns its location, and `key` is the last part of it. */
type Visit = (
	value: unknown,
	path: () => string,
	entry: RenderedBundle,
	key: string,
) => Finding | undefined;

/** Checks every value in the charts' values. */
export const visitChartValues =
	(visit: Visit) =>
	(bundles: readonly RenderedBundle[]): Finding[] => {
		const found: Finding[] = [];
		for (const entry of bundles)
			walk(entry.fleetYaml.helm?.values, ["helm.values"], entry, visit, found);
		return found;
	};

/** Checks every value in all objects and in the charts' values. */
export const visitEach =
	(visit: Visit) =>
	(bundles: readonly RenderedBundle[]): Finding[] => {
		const found = visitChartValues(visit)(bundles);
		for (const entry of bundles)
			for (const object of entry.objects) {
				walk(object, [titleOf(object)], entry, visit, found);
			}
		return found;
	};

/** Walks with one mutable path, since few of the many thousand paths are ever formatted. */
function walk(
	value: unknown,
	path: string[],
	entry: RenderedBundle,
	visit: Visit,
	found: Finding[],
): void {
	const finding = visit(value, () => path.join("."), entry, path.at(-1) ?? "");
	if (finding !== undefined) found.push(finding);
	if (value === null || typeof value !== "object") return;
	for (const [key, child] of Object.entries(value)) {
		path.push(key);
		walk(child, path, entry, visit, found);
		path.pop();
	}
}
