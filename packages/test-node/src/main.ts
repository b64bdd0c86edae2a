import "./polyfill.ts";
import { mkdirSync, openSync, writeSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { createLog, type Log } from "./chronicles.ts";
import { type Clock, createClock } from "./clock.ts";
import { createGossipNode } from "./gossip-node.ts";
import { serve } from "./http.ts";
import { announce, keepConnected } from "./neighbours.ts";
import { readSettings, type Settings } from "./settings.ts";

/** Id of this start of the process: a restarted node counts its lines from 0. */
const boot = `${process.pid}-${Date.now()}`;
const settings = readSettings(process.argv.slice(2));
mkdirSync(settings.addresses, { recursive: true });
if (settings.logs !== undefined) mkdirSync(settings.logs, { recursive: true });

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
	const lines = openLog(name, clock, settings);
	const { log } = lines;
	// The first line of a boot: what precedes it is of an earlier one.
	lines.sentinel();
	const node = await createGossipNode(name, settings, clock, log);
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
	const sentinel = setInterval(lines.sentinel, settings.sentinelMs);
	const disconnect = keepConnected(
		node,
		settings.addresses,
		settings.connectTo,
		settings.seed,
	);
	return async (why) => {
		disconnect();
		clearInterval(sentinel);
		log("NTC", "Node stopped", { reason: why });
		lines.sentinel();
		server.closeAllConnections();
		server.close();
		await node.host.stop();
	};
}

/**
 * Opens the log of a node. A sentinel line holds the number of lines before it,
 * so that a reader can distinguish a quiet node from one whose lines were lost.
 */
function openLog(
	name: string,
	clock: Clock,
	{ logs }: Settings,
): { log: Log; sentinel: () => void } {
	const file =
		logs === undefined
			? process.stdout.fd
			: openSync(join(logs, `${name}.log`), "a");
	let written = 0;
	const log = createLog(clock, (line) => {
		writeSync(file, `${line}\n`);
		written += 1;
	});
	return {
		log,
		sentinel: () => log("INF", "Sentinel", { lines: written, boot }),
	};
}
