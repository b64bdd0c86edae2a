import { referenceRule } from "./_references.ts";

/** Every ConfigMap, and every key of one, that is named exists. */
export const unknownConfigMap = referenceRule("unknown-config-map");
