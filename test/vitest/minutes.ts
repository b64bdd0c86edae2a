import { relative } from "node:path";
import process from "node:process";
import type { Reporter, TestModule, Vitest } from "vitest/node";

interface Row {
	readonly file: string;
	readonly minutes: number;
}

/** Files with a smaller share of the time are listed as one. */
const LEAST = 0.005;

/**
 * With `REQUIRE_ALL=1`: prints at the end how many minutes each test file
 * took, longest first, and fails the run if a test was skipped.
 */
export default class Minutes implements Reporter {
	#root = "";

	onInit({ config }: Vitest): void {
		this.#root = config.root;
	}

	onTestRunEnd(modules: readonly TestModule[]): void {
		if (process.env.REQUIRE_ALL !== "1") return;
		const rows = modules.map((module) => this.#row(module));
		const skipped = modules.flatMap((module) => [
			...module.children.allTests("skipped"),
		]);
		process.stdout.write(`\n${table(rows)}\n`);
		if (skipped.length === 0) return;
		process.exitCode = 1;
		const names = skipped.map(
			(test) =>
				`  ${relative(this.#root, test.module.moduleId)}: ${test.fullName}`,
		);
		process.stderr.write(
			`\nskipped tests count as failures here:\n${names.join("\n")}\n`,
		);
	}

	#row(module: TestModule): Row {
		const { prepareDuration, setupDuration, collectDuration, duration } =
			module.diagnostic();
		const ms = prepareDuration + setupDuration + collectDuration + duration;
		return {
			file: relative(this.#root, module.moduleId),
			minutes: ms / 60_000,
		};
	}
}

/** Minutes, share of the total and name of each file; small files in one line. */
function table(rows: readonly Row[]): string {
	const all = sum(rows);
	const isLarge = ({ minutes }: Row) => minutes >= all * LEAST;
	const large = rows.filter(isLarge).sort((a, b) => b.minutes - a.minutes);
	const small = rows.filter((row) => !isLarge(row));
	const lines: Row[] = [
		...large,
		...(small.length === 0
			? []
			: [{ file: `${small.length} other files`, minutes: sum(small) }]),
		{ file: "all files; several run in parallel", minutes: all },
	];
	return [
		"minutes  share  file",
		...lines.map(({ file, minutes }) => {
			const share = all === 0 ? 0 : (100 * minutes) / all;
			return `${minutes.toFixed(2).padStart(7)}  ${share.toFixed(0).padStart(4)}%  ${file}`;
		}),
	].join("\n");
}

const sum = (rows: readonly Row[]) =>
	rows.reduce((total, { minutes }) => total + minutes, 0);
