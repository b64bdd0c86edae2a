import "./polyfill.ts";
import { mkdirSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { createClock } from "./clock.ts";
import { createGossipNode } from "./gossip-node.ts";
import { serve } from "./http.ts";
import { announce, keepConnected } from "./neighbours.ts";
import { openLog } from "./node-log.ts";
import { readSettings } from "./settings.ts";

const settings = readSettings(process.argv.slice(2));
mkdirSync(settings.addresses, { recursive: true });

const stops = await Promise.all(settings.nodes.map((name) => start(name)));

for (const signal of ["SIGTERM", "SIGINT"] as const) {
	process.once(signal, () => void end(signal));
}
setTimeout(() => void end("--ttl-ms elapsed"), settings.ttlMs).unref();

async function end(why: string): Promise<void> {
	await Promise.all(stops.map((stop) => stop(why)));
	process.exit(0);
}

/** @returns a function that stops the node */
async function start(name: string): Promise<(why: string) => Promise<void>> {
	const clock = createClock(settings.skewMs);
	const { log, sentinel } = openLog(name, clock, settings.logs);
	// The first line of a boot: what precedes it is of an earlier one.
	sentinel();
	const node = await createGossipNode(name, settings, clock, { log, sentinel });
	const server = await serve(node, settings);
	const { port } = server.address() as AddressInfo;
	const base = `http://${settings.host}:${port}`;
	const p2p = node.host.getMultiaddrs()[0]?.toString() ?? "";
	const peerId = node.host.peerId.toString();
	await announce(settings.addresses, {
		node: name,
		peerId,
		p2p,
		http: base,
		metrics: `${base}/metrics`,
		pid: process.pid,
	});
	log("NTC", "Node started", { peerId, address: p2p, http: base });
	const beat = setInterval(sentinel, settings.sentinelMs);
	const disconnect = keepConnected(
		node,
		settings.addresses,
		settings.connectTo,
		settings.seed,
	);
	return async (why) => {
		disconnect();
		clearInterval(beat);
		log("NTC", "Node stopped", { reason: why });
		sentinel();
		server.closeAllConnections();
		server.close();
		await node.host.stop();
		// What arrived while it stopped is counted too.
		sentinel();
	};
}
