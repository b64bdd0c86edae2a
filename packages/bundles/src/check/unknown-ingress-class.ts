import { referenceRule } from "./_references.ts";

/** Every ingress class that is named exists. */
export const unknownIngressClass = referenceRule("unknown-ingress-class");
