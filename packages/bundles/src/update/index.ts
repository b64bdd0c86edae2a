export { changeRuleFindings, updateFindings } from "./findings.ts";
export { updateRules } from "./registry.ts";
