import { relative } from "node:path";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/**
 * Suites that take minutes, longest first: if started last, one of them would
 * run alone at the end. Listed here because a fresh clone has no recorded durations.
 */
const long = [
	"test/provisioning/cluster",
	"test/provisioning/interruption",
	"test/provisioning",
	"test/runner/killed-runner",
	"test/runner/commands",
	"test/add-an-experiment",
	"test/replica/faults",
	"test/runner/cluster",
	"test/replica",
	"test/runner",
	"test/experiments",
	"test/toolchain",
];

/** Starts long suites first and keeps the files of a project together. */
export class LongestFirst extends BaseSequencer {
	override async sort(
		files: TestSpecification[],
	): Promise<TestSpecification[]> {
		const rank = ({ project, moduleId }: TestSpecification) => {
			const path = relative(project.vitest.config.root, moduleId);
			const place = long.findIndex((start) => path.startsWith(start));
			return place === -1 ? long.length : place;
		};
		const rest = await super.sort(files);
		return rest.sort((a, b) => rank(a) - rank(b));
	}
}
