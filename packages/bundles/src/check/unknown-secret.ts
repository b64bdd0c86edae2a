import { referenceRule } from "./_references.ts";

/** Every Secret exists that is named where no declaration is required: for TLS, for pulling images, for Traefik's logins. */
export const unknownSecret = referenceRule("unknown-secret");
