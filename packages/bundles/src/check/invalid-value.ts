import { schemaRule } from "./_schema-rule.ts";

/** Every value is valid for its field: one of an enum, a number in range, a string in the right format. */
export const invalidValue = schemaRule("invalid-value");
