/** Byte order marks, which Windows tools write: the encoding of what follows. */
const MARKS: readonly {
	readonly bytes: readonly number[];
	readonly encoding?: string;
	/** Place of the higher of two bytes, which is 0 in English text. */
	readonly high?: 0 | 1;
}[] = [
	{ bytes: [0xef, 0xbb, 0xbf] },
	{ bytes: [0xff, 0xfe], encoding: "utf-16le", high: 1 },
	{ bytes: [0xfe, 0xff], encoding: "utf-16be", high: 0 },
];

/** Bytes at the start that show whether a mark is one: damaged files may begin with the same two bytes. */
const HEAD_BYTES = 66;

/** Removes a byte order mark at the start, and converts UTF-16 to UTF-8. */
export async function* asUtf8(
	chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
	let head: Uint8Array | undefined = new Uint8Array(0);
	let decoder: InstanceType<typeof TextDecoder> | undefined;
	const converted = (bytes?: Uint8Array): Uint8Array =>
		decoder === undefined
			? (bytes ?? new Uint8Array(0))
			: Buffer.from(decoder.decode(bytes, { stream: bytes !== undefined }));
	const begin = (bytes: Uint8Array): Uint8Array => {
		const mark = markOf(bytes);
		if (mark?.encoding !== undefined) decoder = new TextDecoder(mark.encoding);
		return bytes.subarray(mark?.bytes.length ?? 0);
	};
	for await (const chunk of chunks) {
		let bytes = chunk;
		if (head !== undefined) {
			bytes = head.length === 0 ? chunk : Buffer.concat([head, chunk]);
			if (bytes.length < HEAD_BYTES) {
				head = bytes;
				continue;
			}
			head = undefined;
			bytes = begin(bytes);
		}
		if (bytes.length > 0) yield converted(bytes);
	}
	if (head !== undefined && head.length > 0) yield converted(begin(head));
	if (decoder !== undefined) yield converted();
}

const markOf = (head: Uint8Array) =>
	MARKS.find(
		({ bytes, high }) =>
			bytes.every((byte, at) => head[at] === byte) &&
			(high === undefined || hasZeros(head.subarray(2, HEAD_BYTES), high)),
	);

const hasZeros = (bytes: Uint8Array, from: number): boolean =>
	bytes.some((byte, at) => at % 2 === from && byte === 0);
