import { schemaRule } from "./_schema-rule.ts";

/** Entries of a list that is merged by key have different keys. */
export const duplicateEntry = schemaRule("duplicate-entry");
