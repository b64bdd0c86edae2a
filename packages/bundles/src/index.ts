export {
	Bundle,
	type BundleProps,
	type DriftException,
	type HelmRelease,
} from "./bundle.ts";
export { type Change, changesBetween, changesTo } from "./changes.ts";
export type { FleetYaml, ValuesFrom } from "./fleet-yaml.ts";
export { groupOf, identityOf, type Manifest, namespaceOf } from "./manifest.ts";
export type { RenderedBundle } from "./render.ts";
export {
	type PreparedSynth,
	prepareSynth,
	type SynthOptions,
	synth,
} from "./synth.ts";
export { type Platform, type RenderedTree, renderTree } from "./tree.ts";
