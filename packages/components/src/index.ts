export { type Component, defineComponent, sourceOf } from "./component.ts";
export { addBundles, renderLab } from "./lab-tree.ts";
export { brokenParity, parityReport } from "./parity.ts";
export { components } from "./registry.ts";
