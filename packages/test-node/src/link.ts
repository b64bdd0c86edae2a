import type {
	MultiaddrConnection,
	PeerId,
	Transport,
	Upgrader,
} from "@libp2p/interface";
import { tcp } from "@libp2p/tcp";

export interface LinkSettings {
	/** Delay of all outgoing data, one way. */
	readonly delayMs: number;
	/** Maximum of the additional random delay of each packet; the order is kept. */
	readonly jitterMs: number;
	/** Ids of peers that can neither reach this node nor be reached from it. */
	readonly blocked: readonly string[];
}

export const CLEAR: LinkSettings = { delayMs: 0, jitterMs: 0, blocked: [] };

/** The network as seen by one node: delays, blocks and counts its traffic. */
export interface Link {
	settings: LinkSettings;
	readonly bytes: { in: number; out: number };
	blocks(peer: PeerId): boolean;
	transport: ReturnType<typeof tcp>;
}

type Chunk = Parameters<MultiaddrConnection["send"]>[0];

/** Wraps the TCP transport, below encryption and multiplexing, so that pings are delayed too. */
export function createLink(): Link {
	const link: Link = {
		settings: CLEAR,
		bytes: { in: 0, out: 0 },
		blocks: (peer) => link.settings.blocked.includes(peer.toString()),
		transport: (components) => {
			const inner = tcp()(components) as Transport;
			const dial = inner.dial.bind(inner);
			const createListener = inner.createListener.bind(inner);
			inner.dial = (address, options) =>
				dial(address, { ...options, upgrader: through(options.upgrader) });
			inner.createListener = (options) =>
				createListener({ ...options, upgrader: through(options.upgrader) });
			return inner;
		},
	};

	const through = (upgrader: Upgrader): Upgrader =>
		new Proxy(upgrader, {
			get(target, key) {
				const value = Reflect.get(target, key) as unknown;
				if (typeof value !== "function") return value;
				if (key !== "upgradeInbound" && key !== "upgradeOutbound") {
					return value.bind(target);
				}
				return (connection: MultiaddrConnection, ...rest: unknown[]) =>
					value.call(target, slowed(connection, link), ...rest);
			},
		});
	return link;
}

function slowed(
	connection: MultiaddrConnection,
	link: Link,
): MultiaddrConnection {
	const send = connection.send.bind(connection);
	let free = 0;
	connection.addEventListener("message", ({ data }) => {
		link.bytes.in += data.byteLength;
	});
	connection.send = (chunk: Chunk) => {
		link.bytes.out += chunk.byteLength;
		const { delayMs, jitterMs } = link.settings;
		const now = performance.now();
		if (delayMs + jitterMs === 0 && free <= now) return send(chunk);
		free = Math.max(free, now + delayMs + Math.random() * jitterMs);
		// The caller may reuse the buffer once send() has returned.
		const copy = Uint8Array.from(chunk.subarray());
		setTimeout(() => {
			if (connection.status === "open") send(copy);
		}, free - now);
		return true;
	};
	return connection;
}
