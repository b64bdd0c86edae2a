export {
	type Component,
	defineComponent,
	runsIn,
	sourceOf,
} from "./component.ts";
export { addBundles, renderLab } from "./lab-tree.ts";
export { missingReplacements, vaclab2Report } from "./predecessor-report.ts";
export { components } from "./registry.ts";
