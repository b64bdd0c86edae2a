/** What a message begins with, as the nim node writes it; zeros fill the rest. */
const HEADER_BYTES = 16;

export interface Header {
	/** Nanoseconds since 1970 at the publisher. */
	readonly sentAt: bigint;
	/** Below 2^63. */
	readonly id: bigint;
}

/** @param sizeBytes of the whole message; never less than its header */
export function encodeMessage(
	{ sentAt, id }: Header,
	sizeBytes: number,
): Uint8Array {
	const bytes = Buffer.alloc(Math.max(HEADER_BYTES, sizeBytes));
	bytes.writeBigUInt64LE(sentAt, 0);
	bytes.writeBigUInt64LE(id, 8);
	return bytes;
}

/** @returns nothing when the bytes are too few to be one of ours */
export function decodeMessage(data: Uint8Array): Header | undefined {
	if (data.length < HEADER_BYTES) return undefined;
	const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
	return { sentAt: bytes.readBigUInt64LE(0), id: bytes.readBigUInt64LE(8) };
}
