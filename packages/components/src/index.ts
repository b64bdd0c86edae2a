export {
	type Component,
	defineComponent,
	runsIn,
	sourceOf,
} from "./component.ts";
export { addBundles, renderLab } from "./lab-tree.ts";
export { components } from "./registry.ts";
