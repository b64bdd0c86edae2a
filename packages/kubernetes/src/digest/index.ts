export { type Digest, digest } from "./digest.ts";
export type { Crd } from "./from-crds.ts";
export type { OpenApiDocument } from "./from-openapi.ts";
