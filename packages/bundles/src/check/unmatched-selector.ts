import { schemaRule } from "./_schema-rule.ts";

/** Every workload's selector matches its own pods. */
export const unmatchedSelector = schemaRule("unmatched-selector");
