import { readdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { multiaddr } from "@multiformats/multiaddr";
import { shuffled } from "./chance.ts";
import type { GossipNode } from "./gossip-node.ts";

/** File of a node in the folder of addresses. */
export interface Address {
	readonly node: string;
	readonly peerId: string;
	/** Multiaddr that peers dial. */
	readonly p2p: string;
	/** Base URL of its HTTP routes. */
	readonly http: string;
	/** URL of its metrics. */
	readonly metrics: string;
	readonly pid: number;
}

export async function announce(
	folder: string,
	address: Address,
): Promise<void> {
	const path = join(folder, `${address.node}.json`);
	await writeFile(`${path}.${process.pid}`, JSON.stringify(address));
	await rename(`${path}.${process.pid}`, path);
}

const KEEP_EVERY_MS = 500;

/**
 * Keeps a node connected to `connectTo` peers, chosen in an order drawn from
 * the seed; redials a peer that was lost.
 *
 * @returns a function that stops the dialling
 */
export function keepConnected(
	node: GossipNode,
	folder: string,
	connectTo: number,
	seed: string,
): () => void {
	let stopped = false;
	let timer: NodeJS.Timeout | undefined;
	const round = async () => {
		const names = (await readdir(folder))
			.filter((file) => file.endsWith(".json"))
			.map((file) => file.slice(0, -".json".length))
			.filter((name) => name !== node.name);
		const connected = new Set(
			node.host.getPeers().map((peer) => peer.toString()),
		);
		let kept = 0;
		for (const name of shuffled(names, seed, node.name)) {
			if (stopped || kept >= connectTo) return;
			const address = JSON.parse(
				await readFile(join(folder, `${name}.json`), "utf8"),
			) as Address;
			if (node.link.settings.blocked.includes(address.peerId)) continue;
			if (connected.has(address.peerId)) {
				kept += 1;
				continue;
			}
			try {
				await node.host.dial(multiaddr(address.p2p), {
					signal: AbortSignal.timeout(5000),
				});
				kept += 1;
			} catch (error) {
				node.log("DBG", "Dial failed", {
					peer: name,
					reason: error instanceof Error ? error.message : String(error),
				});
			}
		}
	};
	const keep = async () => {
		await round().catch((error: unknown) =>
			node.log("WRN", "Peer discovery failed", { reason: String(error) }),
		);
		if (!stopped) timer = setTimeout(keep, KEEP_EVERY_MS);
	};
	void keep();
	return () => {
		stopped = true;
		clearTimeout(timer);
	};
}
