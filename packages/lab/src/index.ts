export { bandwidth, bandwidthOf, toMbps } from "./bandwidth.ts";
export {
	type ChartDependency,
	type ChartFacts,
	chartFactsFolder,
	readChartFacts,
	readCrds,
	readDependencyFacts,
} from "./chart-facts.ts";
export {
	type Chart,
	type ChartName,
	charts,
	type PlatformChart,
	platformCharts,
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
	type Served,
} from "./environments.ts";
export { type Facts, facts } from "./facts.ts";
export { grafanaPlugins, images, splitImage } from "./images.ts";
export { labels } from "./labels.ts";
export { labNamespaces } from "./namespaces.ts";
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
	rancherNamespaces,
} from "./platform.ts";
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
export { known, markOf, pinned, plainValues } from "./values.ts";
