import * as connectionManager from "./connection-manager.ts";
import * as goWaku from "./go-waku.ts";
import * as jsWaku from "./js-waku.ts";
import * as kadDht from "./kad-dht.ts";
import * as kubernetes from "./kubernetes.ts";
import * as libp2p from "./libp2p.ts";
import type { EventSchema } from "./schema.ts";
import * as serviceDiscovery from "./service-discovery.ts";
import * as wakuFilter from "./waku-filter.ts";
import * as wakuLightpush from "./waku-lightpush.ts";
import * as wakuRelay from "./waku-relay.ts";
import * as wakuStore from "./waku-store.ts";

/** What the containers of an image write. */
export interface ImageLogs {
	/** Repository without a tag: `owner/name`, or `name` of any owner. */
	readonly repository: string;
	/** Tags that were seen to write so; undefined means every one. */
	readonly tags?: readonly string[];
	/** Names of formats, the usual one first. */
	readonly formats: readonly string[];
	readonly events: readonly EventSchema[];
}

const gossip = [
	libp2p.received,
	libp2p.sent,
	libp2p.deliveryEcho,
	libp2p.publishResult,
	libp2p.meshDetails,
];
const nim = ["chronicles-text", "test-node-echo"];
const { storeChecked, ...store } = wakuStore;
const { filterChecked, ...filter } = wakuFilter;
const waku = [wakuRelay, wakuLightpush, store, filter].flatMap(
	(events): EventSchema[] => Object.values(events),
);

/** By image and version; the first entry that fits is taken. @see 10ksim, section 2 of its survey */
export const imageLogs: readonly ImageLogs[] = [
	{
		repository: "radiken/dst-test-node-kad-dht",
		formats: nim,
		events: Object.values(kadDht),
	},
	{
		repository: "radiken/dst-test-node-connmanager",
		formats: nim,
		events: Object.values(connectionManager),
	},
	{
		repository: "soutullostatus/service-discovery",
		formats: nim,
		events: [...Object.values(serviceDiscovery), kadDht.bootstrapConnected],
	},
	{
		repository: "mamoutoudiarra/nim-libp2p-test",
		tags: ["gossip-queues-v0.4"],
		formats: nim,
		events: gossip,
	},
	{
		repository: "dst-test-node-go",
		formats: ["go-zap", "test-node-echo"],
		events: gossip,
	},
	{
		repository: "dst-test-node-rust",
		formats: ["rust-tracing", "test-node-echo"],
		events: gossip,
	},
	{ repository: "nim-libp2p-test", formats: nim, events: gossip },
	{ repository: "dst-test-node", formats: nim, events: gossip },
	{ repository: "test-node", formats: nim, events: gossip },
	// Text had colours before --log-format=JSON came into use.
	{
		repository: "nwaku",
		formats: ["chronicles-json", "chronicles-text"],
		events: waku,
	},
	{
		repository: "logos-delivery",
		formats: ["chronicles-json", "chronicles-text"],
		events: waku,
	},
	// In colours, unless --log-encoding says otherwise.
	{
		repository: "go-waku",
		formats: ["go-zap"],
		events: Object.values(goWaku),
	},
	{
		repository: "get-store-messages",
		formats: ["python-logging", "waku-checker"],
		events: [storeChecked],
	},
	{
		repository: "get-filter-messages",
		formats: ["python-logging", "waku-checker"],
		events: [filterChecked],
	},
	{ repository: "js-waku", formats: ["js-waku"], events: [] },
	// js-waku's browser tests as an image.
	{
		repository: "jswaku",
		formats: ["js-waku"],
		events: Object.values(jsWaku),
	},
	{ repository: "shadow", formats: ["shadow"], events: [] },
];

/** `registry/owner/name:tag@digest` -> its parts. */
function split(image: string): { path: string[]; tag: string } {
	const [reference = ""] = image.split("@");
	const slash = reference.lastIndexOf("/");
	const colon = reference.indexOf(":", slash);
	const name = colon < 0 ? reference : reference.slice(0, colon);
	return {
		path: name.split("/"),
		tag: colon < 0 ? "latest" : reference.slice(colon + 1),
	};
}

/** @returns what is known of an image, undefined when nothing is */
export function logsOf(image: string): ImageLogs | undefined {
	const { path, tag } = split(image);
	return imageLogs.find(({ repository, tags }) => {
		const wanted = repository.split("/");
		return (
			path.slice(-wanted.length).join("/") === repository &&
			(tags === undefined || tags.includes(tag))
		);
	});
}

/** The events of some images, with those of the cluster around them. */
export function schemasOf(images: readonly string[]): EventSchema[] {
	const known = images.flatMap((image) => logsOf(image)?.events ?? []);
	return [...new Set([...known, kubernetes.event])];
}
