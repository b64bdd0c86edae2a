import { schemaRule } from "./_schema-rule.ts";

/** Every required field is set. */
export const missingField = schemaRule("missing-field");
