import { referenceRule } from "./_references.ts";

/** Every Service that is named exists: by an Ingress, a webhook, a StatefulSet or a DNS name in any text. */
export const unknownService = referenceRule("unknown-service");
