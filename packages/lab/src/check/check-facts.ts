import type { Finding } from "@lab/core";
import { type Facts, facts as labFacts } from "../facts.ts";
import { rules } from "./registry.ts";
import type { Uses } from "./rule.ts";

/** All findings of all rules at once; none when the facts and their uses are sound. */
export const checkFacts = (
	facts: Facts = labFacts,
	uses: Uses = {},
): Finding[] => rules.flatMap(({ check }) => check(facts, uses));
