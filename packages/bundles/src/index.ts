export { add } from "./add.ts";
export {
	Bundle,
	type BundleProps,
	type ChartObjects,
	type DriftException,
	type HelmRelease,
	type PublicValue,
} from "./bundle.ts";
export { type Change, changesBetween, changesTo } from "./changes.ts";

export { filesAt } from "./committed.ts";
export { crdRuleFindings } from "./crd-rules.ts";
export type { FleetYaml, ValuesFrom } from "./fleet-yaml.ts";
export type { Platform } from "./platform.ts";
export { createdSecrets } from "./references/created-secrets.ts";
export { reducedObjects } from "./references/reduced.ts";
export type { RenderedBundle } from "./render.ts";
export {
	differs,
	type Synth,
	type SynthOptions,
	synth,
	synthTrees,
	type Target,
} from "./synth.ts";
export { type RenderedTree, renderTree } from "./tree.ts";
