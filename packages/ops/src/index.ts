export {
	type EnsureOptions,
	ensureTools,
	locateTools,
} from "./toolchain/ensure.ts";
export type { Located, ResolvedTool, Source } from "./toolchain/locate.ts";
export { moduleFile } from "./toolchain/module-file.ts";
export {
	type FamilyName,
	findPin,
	type Pin,
	pins,
	type ToolName,
} from "./toolchain/pins.ts";
export type { Progress } from "./toolchain/progress.ts";
