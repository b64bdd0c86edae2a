import type { UpgradePath } from "@lab/kubernetes";

/** @returns why an upgrade in one step fails, and what to do instead; undefined if it works */
export function obstacle(
	was: string,
	is: string,
	{ step, barrier, downgrades }: UpgradePath,
): { readonly why: string; readonly help: string } | undefined {
	if (compare(is, was) < 0)
		return downgrades === false
			? {
					why: "it cannot go back to an older version",
					help: "keep the version, or restore a backup of the older one by hand",
				}
			: undefined;
	if (
		barrier !== undefined &&
		compare(was, barrier) < 0 &&
		compare(is, barrier) >= 0
	)
		return {
			why: `no upgrade crosses ${barrier}`,
			help: "follow the migration guide of its authors",
		};
	const next =
		step === "minor" ? nextMinor(was, is) : nextSeries(was, is, step);
	return next === undefined
		? undefined
		: {
				why: "it skips a version in between",
				help: `upgrade to ${next} first, roll that out, then continue`,
			};
}

const parts = (version: string): number[] =>
	version
		.replace(/^v|[-+].*$/g, "")
		.split(".")
		.map(Number);

function compare(a: string, b: string): number {
	const [left, right] = [parts(a), parts(b)];
	for (const [index, part] of left.entries()) {
		const difference = part - (right[index] ?? 0);
		if (difference !== 0) return difference;
	}
	return 0;
}

/** @returns the minor version to upgrade to first; undefined if there is none in between */
function nextMinor(was: string, is: string): string | undefined {
	const [major = 0, minor = 0] = parts(was);
	const [toMajor = 0, toMinor = 0] = parts(is);
	if (major === toMajor)
		return toMinor - minor > 1 ? `${major}.${minor + 1}` : undefined;
	return toMajor - major > 1 || toMinor > 0 ? `${major + 1}.0` : undefined;
}

const seriesOf = (version: string): string =>
	parts(version).slice(0, 2).join(".");

function nextSeries(
	was: string,
	is: string,
	series: readonly string[] = [],
): string | undefined {
	const [from, to] = [was, is].map((version) =>
		series.indexOf(seriesOf(version)),
	);
	if (from === undefined || from === -1) return undefined;
	// A series that is not listed is newer than all that are.
	const target = to === undefined || to === -1 ? series.length : to;
	return target - from > 1 ? series[from + 1] : undefined;
}
