import { LabError } from "@lab/core";
import { kinds } from "./kinds.ts";
import type { Words } from "./naming.ts";
import { importsOf, readSource } from "./source-edit.ts";

/**
 * The words that make a scenario differ from another experiment than that of
 * the template. It comes into the same family, which is a folder.
 *
 * @throws LabError `unknown-registry`
 */
export async function baseOf(root: string, from: string): Promise<Words> {
	const registry = await readSource(root, kinds.scenario.registry.file);
	for (const [module, identifier] of importsOf(registry)) {
		const [, family] =
			/^\.\/scenarios\/([^/]+)\/([^/]+)\.ts$/.exec(module) ?? [];
		if (family === undefined || identifier === undefined) continue;
		if (!module.endsWith(`/${from}.ts`)) continue;
		return {
			"../gossip/gossip-smoke.ts": `./${from}.ts`,
			"scenarios/gossip/": `scenarios/${family}/`,
			"gossip-smoke": from,
			gossipSmoke: identifier,
		};
	}
	throw new LabError({
		code: "unknown-registry",
		what: `no import of '${from}' from a folder of scenarios is there`,
		where: registry.path,
		help: `write it as 'import { ... } from "./scenarios/<family>/${from}.ts"'`,
	});
}
