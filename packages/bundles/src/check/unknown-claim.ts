import { referenceRule } from "./_references.ts";

/** Every volume claim and volume that is named exists. */
export const unknownClaim = referenceRule("unknown-claim");
