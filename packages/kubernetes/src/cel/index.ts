export {
	type RuledValue,
	ruledChanges,
	ruledIn,
	ruledValues,
} from "./ruled-values.ts";
