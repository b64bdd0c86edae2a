export { eventSchemas, protocols } from "./registry.ts";
