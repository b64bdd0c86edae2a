import type { Surroundings } from "../experiment.ts";
import {
	allBeforeNext,
	type Group,
	type Probe,
	type SideContainer,
} from "../group.ts";
import { imageOf, images } from "../images.ts";
import { relayResources } from "./libp2p.ts";
import {
	CONTENT_TOPIC,
	clientFlags,
	type Flags,
	pubsubTopic,
	relayFlags,
	wakuNodes,
	wakuServices,
} from "./waku.ts";
import { networkFlags, type WakuValues } from "./waku-run.ts";

/** A client is up when its node says so: it has no mesh. */
const clientReady: Probe = {
	check: {
		command: [
			"/bin/sh",
			"-c",
			"curl -s http://127.0.0.1:8008/health | grep -q OK",
		],
	},
	initialDelaySeconds: 5,
	periodSeconds: 5,
	failureThreshold: 2,
	timeoutSeconds: 5,
};

/** Relays, with what else they do. */
export const relays = (
	p: WakuValues,
	{ namespace }: Surroundings,
	{
		name,
		nodes,
		service = wakuServices.relay,
		flags = {},
		peers,
	}: {
		readonly name: string;
		readonly nodes: number;
		readonly service?: string;
		readonly flags?: Flags;
		/** Whose addresses it is told. */
		readonly peers?: Parameters<typeof wakuNodes>[0]["peers"];
	},
): Group =>
	wakuNodes({
		name,
		service,
		nodes,
		image: p.image,
		flags: {
			...relayFlags,
			"max-connections": 150,
			...networkFlags(p),
			...flags,
		},
		enrs: Math.min(3, p.bootstraps),
		...(peers !== undefined && { peers }),
		namespace,
	});

/** Relays that keep messages in a database beside them, which goes when they go. */
export const stores = (
	p: WakuValues,
	{ namespace }: Surroundings,
	name: string,
	nodes: number,
): Group =>
	wakuNodes({
		name,
		service: wakuServices.store,
		nodes,
		image: p.image,
		flags: {
			...relayFlags,
			"max-connections": 150,
			...networkFlags(p),
			store: true,
			"store-message-db-url": DATABASE,
		},
		enrs: Math.min(3, p.bootstraps),
		// The database needs a moment.
		first: ["sleep 10"],
		beside: [postgres],
		wave: allBeforeNext,
		namespace,
	});

const DATABASE = "postgres://wakuuser:wakupassword@127.0.0.1:5432/wakumessages";

const postgres: SideContainer = {
	name: "postgres",
	image: images.postgres,
	env: {
		POSTGRES_DB: "wakumessages",
		POSTGRES_USER: "wakuuser",
		// Only its own pod reaches it.
		POSTGRES_PASSWORD: "wakupassword",
	},
	ports: [{ name: "postgres", port: 5432 }],
	ready: {
		check: {
			command: ["sh", "-c", "pg_isready -U wakuuser -d wakumessages"],
		},
		initialDelaySeconds: 5,
		periodSeconds: 2,
		timeoutSeconds: 5,
	},
};

/** Nodes that get their messages from one that filters for them. */
export const filterClients = (
	p: WakuValues,
	{ namespace }: Surroundings,
	name: string,
	nodes: number,
): Group =>
	wakuNodes({
		name,
		service: wakuServices.filter,
		nodes,
		image: p.image,
		flags: { ...clientFlags, ...networkFlags(p) },
		peers: { service: wakuServices.relay, count: 1, flag: "filternode" },
		first: [subscription(pubsubTopic(p.sharding))],
		ready: clientReady,
		wave: allBeforeNext,
		namespace,
	});

/** Asks for the test's messages as soon as the node answers. */
const subscription = (topic: string): string =>
	`(until curl -sf -X POST http://127.0.0.1:8645/filter/v2/subscriptions -H 'content-type: application/json' -d '${JSON.stringify(
		{ requestId: "1", contentFilters: [CONTENT_TOPIC], pubsubTopic: topic },
	)}'; do sleep 2; done) &`;

/** Nodes that hand their messages to one that relays for them. */
export const lightpushClients = (
	p: WakuValues,
	{ namespace }: Surroundings,
	name: string,
	nodes: number,
): Group =>
	wakuNodes({
		name,
		service: wakuServices.lightpushClient,
		nodes,
		image: p.image,
		flags: { ...clientFlags, ...networkFlags(p) },
		peers: {
			service: wakuServices.lightpushServer,
			count: 1,
			flag: "lightpushnode",
		},
		ready: clientReady,
		wave: allBeforeNext,
		namespace,
	});

/** A pod that asks nodes once, one after the other, and writes what they say. */
const reader = (
	name: string,
	image: string,
	of: Group,
	ask: string,
): Group => ({
	name,
	kind: "StatefulSet",
	image: imageOf(image),
	container: name,
	service: wakuServices.relay,
	command: ["bash", "-c"],
	args: [
		[
			`for (( i = 0; i < ${of.replicas}; i++ )); do`,
			`  node=${of.name}-$i`,
			`  url=http://$node.${of.service}:8645`,
			ask,
			"done",
			"touch /tmp/done",
			"sleep infinity",
		].join("\n"),
	],
	env: {},
	ports: [],
	...relayResources,
	replicas: 1,
	wave: allBeforeNext,
	pod: {
		ready: {
			check: { command: ["test", "-f", "/tmp/done"] },
			initialDelaySeconds: 1,
			periodSeconds: 1,
		},
	},
});

/** Writes the hash of every message that each store has. */
export const storeReader = (p: WakuValues, of: Group): Group =>
	reader(
		"store-reader",
		p.image,
		of,
		`  cursor=
  while :; do
    page=$(curl -sf "$url/store/v3/messages?pageSize=60&pubsubTopic=${encodeURIComponent(pubsubTopic(p.sharding))}&cursor=$cursor") || { echo "unanswered node=$node"; break; }
    echo "$page" | jq -r --arg node "$node" '.messages[] | "stored node=\\($node) msg_hash=\\(.messageHash)"'
    cursor=$(echo "$page" | jq -r '.paginationCursor // empty | @uri')
    [ -n "$cursor" ] || break
  done`,
	);

/** Writes the payload of every message that each filter client got. */
export const filterReader = (p: WakuValues, of: Group): Group =>
	reader(
		"filter-reader",
		p.image,
		of,
		`  got=$(curl -sf "$url/filter/v2/messages/${encodeURIComponent(CONTENT_TOPIC)}") || { echo "unanswered node=$node"; continue; }
  echo "$got" | jq -r --arg node "$node" '.[] | "filtered node=\\($node) payload=\\(.payload[0:64])"'`,
	);
