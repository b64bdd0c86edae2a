import { createECDH, createHash } from "node:crypto";

/** libp2p identity that is known before its node starts. For tests only: the plan contains the private key. */
export interface PeerIdentity {
	/** Protobuf of a secp256k1 key in hex, the format that nim-libp2p's test nodes read. */
	readonly privateKey: string;
	/** `16Uiu2...` */
	readonly peerId: string;
}

/**
 * Derives an identity from words; the same words give the same identity.
 *
 * @see https://github.com/libp2p/specs/blob/master/peer-ids/peer-ids.md
 */
export function peerIdentity(
	...words: readonly (string | number)[]
): PeerIdentity {
	// A hash is a valid key except with a probability of about 2^-128.
	const secret = createHash("sha256").update(JSON.stringify(words)).digest();
	return identityOf(secret);
}

/** @param secret 32 bytes of a secp256k1 key */
export function identityOf(secret: Buffer): PeerIdentity {
	const curve = createECDH("secp256k1");
	curve.setPrivateKey(secret);
	const publicKey = protobuf(curve.getPublicKey(null, "compressed"));
	return {
		privateKey: protobuf(secret).toString("hex"),
		// Keys of up to 42 bytes are not hashed but embedded in the peer id.
		peerId: base58(
			Buffer.concat([Buffer.of(0x00, publicKey.length), publicKey]),
		),
	};
}

/** Encodes a key as protobuf: field 1 is the type (2 for secp256k1), field 2 the bytes. */
const protobuf = (bytes: Buffer): Buffer =>
	Buffer.concat([Buffer.of(0x08, 0x02, 0x12, bytes.length), bytes]);

const ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

function base58(bytes: Buffer): string {
	let number = BigInt(`0x${bytes.toString("hex")}`);
	let text = "";
	for (; number > 0n; number /= 58n)
		text = ALPHABET[Number(number % 58n)] + text;
	const zeros = bytes.findIndex((byte) => byte !== 0);
	return "1".repeat(zeros) + text;
}
