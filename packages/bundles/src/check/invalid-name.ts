import { schemaRule } from "./_schema-rule.ts";

/** Every name, label, key and namespace is valid for Kubernetes, and leaves room for suffixes that controllers append. */
export const invalidName = schemaRule("invalid-name");
