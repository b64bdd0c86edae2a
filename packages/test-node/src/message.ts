/** Size of a message's header, in the nim node's layout; zeros fill the rest of the message. */
const HEADER_BYTES = 16;

export interface Header {
	/** Nanoseconds since 1970, by the publisher's clock. */
	readonly sentAt: bigint;
	/** Below 2^63. */
	readonly id: bigint;
}

/** @param sizeBytes size of the whole message; raised to the header's size if smaller */
export function encodeMessage(
	{ sentAt, id }: Header,
	sizeBytes: number,
): Uint8Array {
	const bytes = Buffer.alloc(Math.max(HEADER_BYTES, sizeBytes));
	bytes.writeBigUInt64LE(sentAt, 0);
	bytes.writeBigUInt64LE(id, 8);
	return bytes;
}

/** @returns undefined if the data is shorter than a header */
export function decodeMessage(data: Uint8Array): Header | undefined {
	if (data.length < HEADER_BYTES) return undefined;
	const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
	return { sentAt: bytes.readBigUInt64LE(0), id: bytes.readBigUInt64LE(8) };
}
