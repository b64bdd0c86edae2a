export { cacheFolder } from "./cache.ts";
export {
	archiveName,
	type ChartRef,
	chartFolder,
	chartId,
} from "./charts/chart-ref.ts";
export {
	type FailedChart,
	type FetchedChart,
	fetchCharts,
	type WantedChart,
} from "./charts/fetch-charts.ts";
export { findCharts } from "./charts/find-charts.ts";
export { releaseSize } from "./charts/release-size.ts";
export { hasTemplates, renderRelease } from "./charts/render-release.ts";
export { ensureTools, leaseFolder, locateTools } from "./ensure.ts";
export { type PinnedImages, pinImages } from "./images/pin-images.ts";
export type { Located, ResolvedTool } from "./locate.ts";
export { moduleFile } from "./module-file.ts";
export {
	type FamilyName,
	findPin,
	type Pin,
	pins,
	type ToolName,
} from "./pins.ts";
export { isReachable } from "./reachable.ts";
export { mirrored } from "./release.ts";
