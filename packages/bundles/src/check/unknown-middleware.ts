import { referenceRule } from "./_references.ts";

/** Every Traefik middleware that is named exists: Traefik answers 404 on a route without it. */
export const unknownMiddleware = referenceRule("unknown-middleware");
