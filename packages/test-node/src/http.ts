import { randomBytes } from "node:crypto";
import {
	createServer,
	type IncomingMessage,
	type Server,
	type ServerResponse,
} from "node:http";
import { chance } from "./chance.ts";
import type { GossipNode } from "./gossip-node.ts";
import { CLEAR, type LinkSettings } from "./link.ts";
import { exposition } from "./metrics.ts";
import type { Settings } from "./settings.ts";

type Body = Readonly<Record<string, unknown>>;
type Answer = readonly [status: number, body: unknown] | "none";
type Route = (
	node: GossipNode,
	body: Body,
	settings: Settings,
) => Answer | Promise<Answer>;

const routes: Readonly<Record<string, Route>> = {
	"POST /publish": publish,
	"GET /metrics": (node) => [200, exposition(node)],
	"GET /health": () => [200, "OK"],
	"GET /ready": ({ host }) =>
		host.getPeers().length > 0 ? [200, "OK"] : [503, "no peers"],
	"GET /info": (node) => [
		200,
		{
			node: node.name,
			peerId: node.host.peerId.toString(),
			now: String(node.clock()),
			peers: node.host.getPeers().map((peer) => peer.toString()),
			link: node.link.settings,
		},
	],
	"POST /sentinel": (node) => [200, node.sentinel()],
	"PUT /link": async (node, body) => {
		node.link.settings = { ...CLEAR, ...(body as Partial<LinkSettings>) };
		const cut = node.host
			.getConnections()
			.filter(({ remotePeer }) => node.link.blocks(remotePeer));
		for (const connection of cut) connection.abort(new Error("cut off"));
		return [200, { cut: cut.length }];
	},
	"POST /ping": async (node, { peerId }) => {
		const peer = node.host
			.getPeers()
			.find((known) => known.toString() === peerId);
		if (peer === undefined) return [409, { reason: "not connected" }];
		const rttMs = await node.host.services.ping.ping(peer, {
			signal: AbortSignal.timeout(10_000),
		});
		return [200, { rttMs }];
	},
};

async function publish(
	node: GossipNode,
	body: Body,
	{ seed, failPublish, hangPublish }: Settings,
): Promise<Answer> {
	const size = Number(body.msgSize ?? 0);
	const topic = String(body.topic ?? node.topic);
	const id =
		body.msgId === undefined
			? randomBytes(8).readBigUInt64LE() >> 1n
			: BigInt(String(body.msgId));
	if (!Number.isInteger(size) || size < 0 || id >= 2n ** 63n) {
		return [
			400,
			{ reason: "msgSize must be a whole number, and msgId below 2^63" },
		];
	}
	const draw = chance(seed, "publish", node.name, String(id));
	if (draw < hangPublish) return "none";
	if (draw < hangPublish + failPublish) {
		node.log("ERR", "Publish failed", { msgId: id });
		return [500, { reason: "this node fails publishes on purpose" }];
	}
	// Publishing is idempotent by id, so a caller may resend after a crash.
	const peers = node.published.get(id) ?? (await node.publish(topic, id, size));
	return peers > 0
		? [200, { msgId: String(id), peers }]
		: [503, { msgId: String(id), reason: "no peers for the topic" }];
}

/** Starts the HTTP server of one node, for publishers, scrapers and probes. */
export function serve(node: GossipNode, settings: Settings): Promise<Server> {
	const server = createServer((request, response) => {
		answer(node, settings, request, response).catch((error: unknown) => {
			node.log("ERR", "Request failed", {
				path: request.url ?? "",
				reason: error instanceof Error ? error.message : String(error),
			});
			send(response, 500, { reason: String(error) });
		});
	});
	// Closing an idle connection could break the publisher's next request.
	server.keepAliveTimeout = 120_000;
	return new Promise((resolve, reject) => {
		server.once("error", reject);
		server.listen(0, settings.host, 1024, () => resolve(server));
	});
}

async function answer(
	node: GossipNode,
	settings: Settings,
	request: IncomingMessage,
	response: ServerResponse,
): Promise<void> {
	const path = (request.url ?? "/").split("?")[0];
	const route = routes[`${request.method} ${path}`];
	const chunks: Buffer[] = [];
	for await (const chunk of request) chunks.push(chunk as Buffer);
	if (route === undefined) return send(response, 404, { reason: "no route" });
	let body: Body;
	try {
		body = JSON.parse(Buffer.concat(chunks).toString() || "{}") as Body;
	} catch {
		return send(response, 400, { reason: "the body is not JSON" });
	}
	const result = await route(node, body, settings);
	if (result !== "none") send(response, ...result);
}

function send(response: ServerResponse, status: number, body: unknown): void {
	const text = typeof body === "string" ? body : JSON.stringify(body);
	response
		.writeHead(status, {
			"content-type":
				typeof body === "string"
					? "text/plain; version=0.0.4"
					: "application/json",
		})
		.end(text);
}
