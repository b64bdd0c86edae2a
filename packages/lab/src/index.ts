export { bandwidth, bandwidthOf, toMbps } from "./bandwidth.ts";
export {
	type ChartFacts,
	type ChartVersion,
	chartFactsFile,
	chartFactsFolder,
	defaultOf,
	readChartFacts,
	type Subchart,
} from "./chart-facts.ts";
export {
	type Chart,
	type ChartName,
	type CrdChart,
	charts,
	crdCharts,
} from "./charts.ts";
export {
	type Endpoint,
	type EndpointName,
	endpoints,
	hostOf,
	type NodePort,
	nodePorts,
	type RateLimit,
	type Tile,
	urlOf,
} from "./endpoints.ts";
export {
	type Environment,
	type EnvironmentName,
	environments,
	type Support,
} from "./environments.ts";
export { type Facts, facts } from "./facts.ts";
export { grafanaPlugins, images, splitImage } from "./images.ts";
export {
	type LabNamespace,
	labNamespaces,
	namespaces,
	namespacesMadeBy,
} from "./namespaces.ts";
export {
	cni,
	type FirewallRule,
	firewallOf,
	type Networks,
	networks,
	type Port,
	podMtu,
	ports,
	type Site,
	sites,
} from "./networks.ts";
export {
	type Disk,
	findNode,
	type LabNode,
	nodes,
	type Role,
	shortName,
	type Taint,
	tryFindNode,
	withRole,
} from "./nodes.ts";
export {
	apart,
	type NodeChoice,
	type PlacedPod,
	type Placement,
	type PlacementName,
	place,
	placements,
	type Toleration,
} from "./placement.ts";
export {
	fleet,
	type Platform,
	type PlatformPart,
	platform,
	platformParts,
} from "./platform.ts";
export {
	type ClusterManager,
	everyPlatformChart,
	fleetCharts,
	type PlatformChart,
	platformCharts,
} from "./platform-charts.ts";
export { platformObjects } from "./platform-objects.ts";
export { type PreviousLab, previousLabs } from "./previous-lab.ts";
export {
	recordedCrds,
	recordedCrdsFile,
	recordedCrdsFolder,
	withoutDescriptions,
} from "./recorded-crds.ts";
export {
	decidingDigest,
	formatReleaseFacts,
	type ReleaseFacts,
	readReleaseFacts,
	releaseFactsFile,
	releaseFactsFolder,
} from "./release-facts.ts";
export {
	type KeyOf,
	type Secret,
	type SecretKeyRef,
	type SecretName,
	type SecretValue,
	secretEnv,
	secretKeyRef,
	secrets,
} from "./secrets.ts";
export {
	type StorageClass,
	type StorageClassName,
	storageClasses,
} from "./storage.ts";
export { type Store, stores } from "./stores.ts";
export {
	factsOfUnpacked,
	readCrds,
	unpackedChartsFolder,
	unpackedName,
} from "./unpacked-charts.ts";
export { known, markOf, pinned, plainValues } from "./values.ts";
