import { schemaRule } from "./_schema-rule.ts";

/** Every mount refers to a volume of its pod. */
export const unknownVolume = schemaRule("unknown-volume");
