/** Pseudo-random numbers in [0, 1), reproducible by seed (xorshift32). */
export function seeded(seed: number): () => number {
	let state = seed | 0 || 1;
	return () => {
		state ^= state << 13;
		state ^= state >>> 17;
		state ^= state << 5;
		return (state >>> 0) / 2 ** 32;
	};
}

const pad = (value: number, width: number) =>
	String(value).padStart(width, "0");
const padded = (message: string) => message.padEnd(42);
const peers = Array.from(
	{ length: 200 },
	(_unused, at) =>
		`16U*${(at * 7_919 + 1_000_003).toString(36).padStart(6, "x")}`,
);
const START_SECONDS = 1_785_892_519;

function clock(milliseconds: number): string {
	const date = new Date(START_SECONDS * 1000 + milliseconds).toISOString();
	return date.replace("T", " ").replace("Z", "+00:00");
}

/** A random number of up to 63 bits as text, since a double would lose its last digits. */
function id63(random: () => number): string {
	const high = BigInt(Math.floor(random() * 2 ** 31));
	const low = BigInt(Math.floor(random() * 2 ** 32));
	return String((high << 32n) | low);
}

const hex = (random: () => number, digits: number) =>
	Array.from({ length: digits / 8 }, () =>
		pad(0, 8)
			.concat(Math.floor(random() * 2 ** 32).toString(16))
			.slice(-8),
	).join("");

/** Log lines of a nim-libp2p test node: deliveries, their echoes and some publishes. */
export function* libp2pLines(count: number, seed = 1): Generator<string> {
	const random = seeded(seed);
	for (let at = 0; at < count; at++) {
		const now = at * 3;
		const ns = `${START_SECONDS + Math.floor(now / 1000)}${pad(now % 1000, 3)}${pad(Math.floor(random() * 1e6), 6)}`;
		const id = id63(random);
		const delay = Math.floor(random() * 300) - 2;
		if (at % 2 === 1) yield `${id} milliseconds: ${delay}`;
		else if (at % 50 === 0) {
			yield `INF ${clock(now)} ${padded("Sent message")} tid=1 msgId=${id} timestamp=${ns}`;
		} else {
			yield `INF ${clock(now)} ${padded("Received message")} tid=1 msgId=${id} sentAt=${ns} current=${ns} delayMs=${delay}`;
		}
	}
}

/** The chronicles lines among `libp2pLines`, which 10ksim's patterns match. */
export function* deliveryLines(count: number, seed = 1): Generator<string> {
	let left = count;
	for (const line of libp2pLines(2 * count, seed)) {
		if (!line.startsWith("INF ")) continue;
		yield line;
		if (--left === 0) return;
	}
}

/** Log lines of an nwaku relay node at debug level: each message received, and sent to its mesh peers. */
export function* wakuLines(count: number, seed = 1): Generator<string> {
	const random = seeded(seed);
	const peer = () => peers[Math.floor(random() * peers.length)];
	const me = peer();
	let hash = "";
	for (let at = 0; at < count; at++) {
		const now = at * 2;
		const ns = `${START_SECONDS + Math.floor(now / 1000)}${pad(now % 1000, 3)}${pad(Math.floor(random() * 1e6), 6)}`;
		if (at % 6 === 0) hash = hex(random, 64);
		const common = `my_peer_id=${me} msg_hash=0x${hash} msg_id=${hash.slice(0, 12)}...${hash.slice(-12)}`;
		if (at % 20 === 19) {
			yield `INF ${clock(now)} ${padded("Relay peer connections")} topics="waku node peer_manager" tid=7 file=peer_manager.nim:1015 inRelayConns=5/10 outRelayConns=6/20 totalConns=11`;
		} else if (at % 6 === 0) {
			yield `DBG ${clock(now)} ${padded("received relay message")} topics="waku relay" tid=7 file=protocol.nim:221 ${common} from_peer_id=${peer()} topic=/waku/2/rs/2/0 receivedTime=${ns} payloadSizeBytes=1000`;
		} else {
			yield `DBG ${clock(now)} ${padded("sent relay message")} topics="waku relay" tid=7 file=protocol.nim:231 ${common} to_peer_id=${peer()} topic=/waku/2/rs/2/0 sentTime=${ns} payloadSizeBytes=1000`;
		}
	}
}

/** Lines as chunks of bytes, as read from a file. */
export function toChunks(lines: Iterable<string>, size = 65_536): Buffer[] {
	const chunks: Buffer[] = [];
	let text = "";
	for (const line of lines) {
		text += `${line}\n`;
		if (text.length >= size) {
			chunks.push(Buffer.from(text));
			text = "";
		}
	}
	if (text !== "") chunks.push(Buffer.from(text));
	return chunks;
}
