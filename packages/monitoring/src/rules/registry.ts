import { experiments } from "./experiments.ts";
import { nodes } from "./nodes.ts";
import { platform } from "./platform.ts";
import type { RuleGroup } from "./rule.ts";
import { stores } from "./stores.ts";

/** Every group of rules; each has one file and one line here. */
export const ruleGroups: readonly RuleGroup[] = [
	experiments,
	nodes,
	platform,
	stores,
];
