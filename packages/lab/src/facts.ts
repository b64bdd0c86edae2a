import { type Chart, charts } from "./charts.ts";
import { type Endpoint, endpoints } from "./endpoints.ts";
import { type Environment, environments } from "./environments.ts";
import { images } from "./images.ts";
import { namespaces } from "./namespaces.ts";
import { type Networks, networks, type Site, sites } from "./networks.ts";
import { type LabNode, nodes } from "./nodes.ts";
import { type Placement, placements } from "./placement.ts";
import { type Secret, secrets } from "./secrets.ts";
import { type StorageClass, storageClasses } from "./storage.ts";

/** All facts about the lab as one value, for checks. */
export interface Facts {
	readonly nodes: readonly LabNode[];
	readonly sites: readonly Site[];
	readonly networks: Networks;
	/** Each namespace of the lab, and what creates it. */
	readonly namespaces: Readonly<Record<string, string>>;
	readonly placements: Readonly<Record<string, Placement>>;
	readonly storageClasses: Readonly<Record<string, StorageClass>>;
	readonly charts: Readonly<Record<string, Chart>>;
	readonly images: Readonly<Record<string, string>>;
	readonly environments: Readonly<Record<string, Environment>>;
	readonly secrets: Readonly<Record<string, Secret>>;
	readonly endpoints: Readonly<Record<string, Endpoint>>;
}

export const facts: Facts = {
	nodes,
	sites,
	networks,
	namespaces,
	placements,
	storageClasses,
	charts,
	images,
	environments,
	secrets,
	endpoints,
};
