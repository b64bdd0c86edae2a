import { referenceRule } from "./_references.ts";

/** Every role, class, workload and other object that is named exists. */
export const unknownObject = referenceRule("unknown-object");
