import { referenceRule } from "./_references.ts";

/** Every service account that is named exists: without it, no pod is created. */
export const unknownServiceAccount = referenceRule("unknown-service-account");
