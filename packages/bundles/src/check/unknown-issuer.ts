import { referenceRule } from "./_references.ts";

/** Every issuer of certificates that is named exists. */
export const unknownIssuer = referenceRule("unknown-issuer");
