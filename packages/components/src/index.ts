export { type Component, defineComponent, sourceOf } from "./component.ts";
export { addBundles } from "./lab-tree.ts";
export { components } from "./registry.ts";
