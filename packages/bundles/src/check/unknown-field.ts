import { schemaRule } from "./_schema-rule.ts";

/** Every field exists in its kind: server-side apply rejects unknown fields. */
export const unknownField = schemaRule("unknown-field");
