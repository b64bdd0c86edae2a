import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { LabError } from "@lab/core";
import type { ReadObject } from "@lab/kubernetes";
import type { ChartVersion } from "./chart-facts.ts";

/** Folder of the committed CRDs, relative to the root of the repository. */
export const recordedCrdsFolder = "packages/lab/src/generated/crds";

export const recordedCrdsFile = ({ name, version }: ChartVersion): string =>
	`${name}-${version}.json`;

/**
 * Reads the CRDs in a chart's `crds/`, as `pnpm lab charts fetch` recorded them,
 * without their descriptions.
 *
 * @throws LabError `crds-not-recorded` if this version of the chart was not fetched
 */
export function recordedCrds(chart: ChartVersion): readonly ReadObject[] {
	const file = recordedCrdsFile(chart);
	const path = join(import.meta.dirname, "generated/crds", file);
	if (existsSync(path)) return JSON.parse(readFileSync(path, "utf8"));
	throw new LabError({
		code: "crds-not-recorded",
		what: `the CRDs of ${chart.name} ${chart.version} are not recorded`,
		where: `${recordedCrdsFolder}/${file}`,
		help: `run 'pnpm lab charts fetch ${chart.name}'`,
	});
}

/** A CRD without descriptions and status: what the API server needs of it. */
export function withoutDescriptions(crd: unknown): unknown {
	const strip = (value: unknown, isMapOfFields: boolean): unknown => {
		if (Array.isArray(value)) return value.map((one) => strip(one, false));
		if (value === null || typeof value !== "object") return value;
		return Object.fromEntries(
			Object.entries(value)
				// A field may be called description.
				.filter(([key]) => isMapOfFields || key !== "description")
				.map(([key, inner]) => [
					key,
					strip(inner, key === "properties" && !isMapOfFields),
				]),
		);
	};
	const { status: _, ...rest } = crd as { readonly status?: unknown };
	return strip(rest, false);
}
