import type { Finding } from "@lab/core";
import { type Facts, facts as labFacts } from "../facts.ts";
import { rules } from "./registry.ts";
import type { Uses } from "./rule.ts";

/** Runs every rule. @returns all findings; none if the facts and their uses are valid */
export const checkFacts = (
	facts: Facts = labFacts,
	uses: Uses = {},
): Finding[] => rules.flatMap(({ check }) => check(facts, uses));
