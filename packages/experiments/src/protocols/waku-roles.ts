import type { DraftContext } from "../experiment.ts";
import {
	allBeforeNext,
	type Group,
	type ReadinessCheck,
	type SideContainer,
} from "../group.ts";
import { imageOf, images } from "../images.ts";
import { databasePassword } from "../public-values.ts";
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

/** Ready when the node reports OK. Clients have no mesh to check. */
const clientReady: ReadinessCheck = {
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

/** Group of relay nodes; `flags` adds further roles. */
export const relays = (
	p: WakuValues,
	{ namespace }: DraftContext,
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
		/** Nodes whose addresses are passed to the relays. */
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

/** Group of relays that store messages in a Postgres sidecar. The data is lost with the pod. */
export const stores = (
	p: WakuValues,
	{ namespace }: DraftContext,
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
		// Wait for the database to start.
		setup: ["sleep 10"],
		sidecars: [postgres],
		wave: allBeforeNext,
		namespace,
	});

const DATABASE = `postgres://wakuuser:${databasePassword}@127.0.0.1:5432/wakumessages`;

const postgres: SideContainer = {
	name: "postgres",
	image: images.postgres,
	env: {
		POSTGRES_DB: "wakumessages",
		POSTGRES_USER: "wakuuser",
		POSTGRES_PASSWORD: databasePassword,
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

/** Group of filter clients: nodes that receive their messages from a filter server. */
export const filterClients = (
	p: WakuValues,
	{ namespace }: DraftContext,
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
		setup: [subscription(pubsubTopic(p.sharding))],
		ready: clientReady,
		wave: allBeforeNext,
		namespace,
	});

/** Shell line that subscribes to the test's messages in the background, as soon as the node responds. */
const subscription = (topic: string): string =>
	`(until curl -sf -X POST http://127.0.0.1:8645/filter/v2/subscriptions -H 'content-type: application/json' -d '${JSON.stringify(
		{ requestId: "1", contentFilters: [CONTENT_TOPIC], pubsubTopic: topic },
	)}'; do sleep 2; done) &`;

/** Group of lightpush clients: nodes that publish through a relay. */
export const lightpushClients = (
	p: WakuValues,
	{ namespace }: DraftContext,
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

/** Group of one pod that queries each node once, one after another, and logs the responses. It is ready when done. */
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

/** Reader that logs the hash of every message in each store. */
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

/** Reader that logs the payload of every message that each filter client received. */
export const filterReader = (p: WakuValues, of: Group): Group =>
	reader(
		"filter-reader",
		p.image,
		of,
		`  got=$(curl -sf "$url/filter/v2/messages/${encodeURIComponent(CONTENT_TOPIC)}") || { echo "unanswered node=$node"; continue; }
  echo "$got" | jq -r --arg node "$node" '.[] | "filtered node=\\($node) payload=\\(.payload[0:64])"'`,
	);
