import { readFileSync } from "node:fs";
import { join } from "node:path";
import { changesTo } from "@lab/bundles";
import { type Report, renderTreeOf, reports } from "@lab/cli";
import { components } from "@lab/components";
import { readTree } from "@lab/core";
import { experiments } from "@lab/experiments";
import { environments } from "@lab/lab";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "..");

test.each([
	["fleet", environments.vaclab],
	["local-lab/fleet", environments.local],
] as const)(
	"%s is up to date (otherwise: pnpm synth, then commit)",
	async (folder, env) => {
		const committed = await readTree(join(root, folder));
		const { bundles, files } = renderTreeOf(env);
		expect(await changesTo(committed, bundles)).toEqual([]);
		expect(committed).toEqual(files);
	},
);

test("the order of components and experiments does not change the rendered files", () => {
	const forwards = renderTreeOf(environments.vaclab);
	const backwards = renderTreeOf(environments.vaclab, {
		components: [...components].reverse(),
		experiments: [...experiments].reverse(),
	});
	expect([...backwards.files]).toEqual([...forwards.files]);
});

test.each(Object.values<Report>(reports))(
	"$path is up to date (otherwise: $command, then commit)",
	({ path, text }) => {
		expect(readFileSync(join(root, path), "utf8")).toBe(text());
	},
);
