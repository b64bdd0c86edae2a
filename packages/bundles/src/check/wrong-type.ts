import { schemaRule } from "./_schema-rule.ts";

/** Every value has the type of its field. */
export const wrongType = schemaRule("wrong-type");
