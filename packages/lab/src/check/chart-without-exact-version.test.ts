import { expect, test } from "vitest";
import type { Chart } from "../charts.ts";
import { facts } from "../facts.ts";
import { chartWithoutExactVersion as rule } from "./chart-without-exact-version.ts";

test.each(["1.10.*", "^1.2.3", "1.10", "latest", "", 1.1, ">=1.2.3"])(
	"%j is not an exact version",
	(version) => {
		const it = { ...facts.charts.longhorn, version } as Chart;
		expect(rule.check({ ...facts, charts: { it } }, {})).toHaveLength(1);
	},
);

test.each(["1.10.1", "v1.19.2", "1.2.3-rc.1", "109.0.4+up0.15.4"])(
	"%s is an exact version",
	(version) => {
		const it = { ...facts.charts.longhorn, version } as Chart;
		expect(rule.check({ ...facts, charts: { it } }, {})).toEqual([]);
	},
);
