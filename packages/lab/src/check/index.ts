export { chartDefaults } from "./_chart-tree.ts";
export { suspectValues } from "./_chart-values.ts";
export { checkFacts } from "./check-facts.ts";
export { rules } from "./registry.ts";
export type { Release, Resident, Rule, UsedObject, Uses } from "./rule.ts";
export { undeclaredSecret } from "./undeclared-secret.ts";
