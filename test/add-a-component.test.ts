import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { tryRun } from "@lab/core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newcomersCopy } from "./_newcomer.ts";

const root = join(import.meta.dirname, "..");
let copy: string;

beforeAll(async () => {
	copy = await newcomersCopy();
}, 120_000);
afterAll(() => rm(copy, { recursive: true, force: true }));

const lab = (...words: string[]) =>
	tryRun("node", ["--import", "tsx", "packages/cli/src/main.ts", ...words], {
		cwd: copy,
		timeout: "1m",
	});

test("one folder and one line add a component, as CONTRIBUTING says", async () => {
	const guide = await readFile(join(root, "CONTRIBUTING.md"), "utf8");
	const [, source] =
		/```ts\n\/\/ (?:packages\/components\/src\/whoami\/component\.ts)\n([\s\S]*?)```/.exec(
			guide,
		) ?? [];
	expect(source, "CONTRIBUTING.md shows the component").toBeDefined();
	await mkdir(join(copy, "packages/components/src/whoami"));
	await writeFile(
		join(copy, "packages/components/src/whoami/component.ts"),
		source ?? "",
	);
	const registry = join(copy, "packages/components/src/registry.ts");
	const text = await readFile(registry, "utf8");
	await writeFile(
		registry,
		`import { whoami } from "./whoami/component.ts";\n${text.replace("[] = [", "[] = [\n\twhoami,")}`,
	);
	expect(await lab("synth")).toMatchObject({ exit: 0 });
	expect(
		await readFile(join(copy, "fleet/whoami/fleet.yaml"), "utf8"),
	).toContain("name: whoami");
	expect((await lab("synth", "--check")).exit).toBe(0);
}, 120_000);
