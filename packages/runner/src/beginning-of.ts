/** Returns the first bytes of a UTF-8 text, without a part of a character at their end. */
export function beginningOf(text: Buffer, bytes: number): Buffer {
	let end = Math.min(bytes, text.length);
	// The bytes of a character after its first are 10xxxxxx.
	while (end < text.length && end > 0 && ((text[end] ?? 0) & 0xc0) === 0x80)
		end -= 1;
	return text.subarray(0, end);
}
