import { existsSync } from "node:fs";
import { join } from "node:path";
import type { RenderedTree } from "@lab/bundles";
import { components, sourceOf } from "@lab/components";
import { type Finding, warning } from "@lab/core";
import { isStale, type Report, reports } from "./reports.ts";

/**
 * Finds what the tests will demand although the bundles are right: missing tests of components, stale reports.
 *
 * @param changed the lab's tree, if it changed: only then may the report on it be stale
 */
export async function leftToDo(
	root: string,
	changed: RenderedTree | undefined,
): Promise<Finding[]> {
	const untested = components
		.map((component) => ({
			name: component.name,
			path: sourceOf(component).replace(/\.ts$/, ".test.ts"),
		}))
		.filter(({ path }) => !existsSync(join(root, path)))
		.map(({ name, path }) =>
			warning({
				code: "untested-component",
				what: `${name} has no test`,
				where: path,
				help: "write one; CONTRIBUTING.md has an example ('A complete component')",
			}),
		);
	const stale: Finding[] = [];
	for (const report of Object.values<Report>(reports))
		if (
			(changed !== undefined || report.of !== "tree") &&
			(await isStale(root, report, changed))
		)
			stale.push(
				warning({
					code: "stale-report",
					what: `${report.path} does not match the sources`,
					where: report.path,
					help: `run '${report.command}'`,
				}),
			);
	return [...untested, ...stale];
}
