export { type RuledValue, ruledChanges, ruledValues } from "./ruled-values.ts";
