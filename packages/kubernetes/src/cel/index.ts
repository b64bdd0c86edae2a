export { type RuledValue, ruledValues } from "./ruled-values.ts";
