export { rules } from "./registry.ts";
export type { Rule } from "./rule.ts";
