import { nodeNameOf } from "@lab/record";
import { defineExperiment } from "../../experiment.ts";
import { allBeforeNext, type Group } from "../../group.ts";
import { imageOf, images } from "../../images.ts";
import { ratio, text } from "../../parameter.ts";
import { relayResources } from "../../protocols/libp2p.ts";
import { wakuLinesPerDelivery, wakuServices } from "../../protocols/waku.ts";
import {
	nodesOf,
	wakuNetwork,
	wakuTraffic,
} from "../../protocols/waku-parameters.ts";
import { relays } from "../../protocols/waku-roles.ts";
import {
	bootstrapsOf,
	wakuRun,
	wakuTrafficStep,
} from "../../protocols/waku-run.ts";

/** Time from the first message until clients leave, and until they return. */
const AWAY = { atMs: 30_000, downMs: 60_000 } as const;

/** Browser nodes that push messages to nwaku over websockets. */
export const jsWaku = defineExperiment({
	name: "js-waku",
	purpose: "messages that browser nodes push reach the network",
	backends: ["cluster"],
	parameters: {
		clients: nodesOf("browser nodes", 500),
		servers: nodesOf("relay nodes that serve lightpush", 100),
		clientImage: text({
			default: images.jsWaku,
			meaning: "image of the browser nodes",
		}),
		away: ratio({
			default: 0,
			max: 0.9,
			meaning:
				"share of browser nodes that leave and return, taken from the highest ordinals",
		}),
		...wakuNetwork,
		...wakuTraffic,
		bootstraps: { ...wakuNetwork.bootstraps, default: 1 },
	},
	draft(p, context) {
		const servers = relays(p, context, {
			name: "lpserver-0",
			nodes: p.servers,
			service: wakuServices.lightpushServer,
			flags: {
				lightpush: true,
				"websocket-support": true,
				"max-connections": 500,
				"num-shards-in-network": 1,
			},
		});
		const clients = browserNodes(p.clientImage, p.clients, context.namespace);
		const staying = p.clients - Math.floor(p.clients * p.away);
		const gone = Array.from({ length: p.clients - staying }, (_, index) =>
			nodeNameOf(clients.name, staying + index),
		);
		return wakuRun(p, {
			groups: [bootstrapsOf(p, context.namespace), servers, clients],
			meshed: [servers],
			traffic: [
				wakuTrafficStep(
					p,
					context,
					{ ...clients, replicas: staying },
					{ over: "lightpush", receivers: [servers] },
				),
				...(gone.length === 0
					? []
					: [
							{
								kind: "churn" as const,
								name: "away",
								by: "scale" as const,
								nodes: gone,
								...AWAY,
							},
						]),
			],
		});
	},
});

const browserNodes = (
	image: string,
	nodes: number,
	namespace: string,
): Group => ({
	name: "client-0",
	kind: "StatefulSet",
	image: imageOf(image),
	container: "waku",
	service: wakuServices.lightpushClient,
	command: ["sh", "-c"],
	args: [
		[
			". /etc/addrs/addrs.env",
			"exec /usr/local/bin/docker-entrypoint.sh --cluster-id=2 --shard=0",
		].join("\n"),
	],
	env: { DEBUG: "waku:*" },
	ports: [{ name: "http", port: 8080 }],
	...relayResources,
	replicas: nodes,
	wave: allBeforeNext,
	linesPerDelivery: wakuLinesPerDelivery,
	pod: {
		ready: {
			check: { httpPath: "/waku/v1/peer-info", port: 8080 },
			initialDelaySeconds: 5,
			periodSeconds: 5,
			failureThreshold: 3,
			timeoutSeconds: 5,
		},
		env: { IP: "status.podIP" },
		searches: [wakuServices.lightpushClient],
		initContainers: [
			{
				name: "grabaddress",
				image: images.getAddressPython,
				command: ["python3", "/app/get_address.py"],
				args: [
					"--num=1",
					`--service-name=${wakuServices.lightpushServer}.${namespace}`,
					"--output-file=/etc/addrs/addrs.env",
					"--var-name=addrs",
					"--websocket",
				],
			},
		],
		shared: ["/etc/addrs"],
	},
});
