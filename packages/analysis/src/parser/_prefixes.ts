import type { Inner, Origin } from "../formats/format.ts";
import type { Line } from "./line.ts";

/** Words that a prefix has at most, and its length. */
const MAX_WORDS = 8;
const MAX_LENGTH = 300;

/**
 * Prefixes that stood before timed records. A line of a stack trace with the same
 * prefix would not be recognized by itself.
 */
export class KnownPrefixes {
	private readonly byStream: (Map<string, Origin> | undefined)[] = [];

	add(line: Line, { text, start, origin }: Inner): void {
		if (origin === undefined || text !== line.text) return;
		let known = this.byStream[line.stream];
		if (known === undefined) {
			known = new Map();
			this.byStream[line.stream] = known;
		}
		known.set(text.slice(line.start, start), origin);
	}

	/** @returns the line behind the longest known prefix, undefined if there is none */
	unwrap({ stream, text, start, end }: Line): Inner[] | undefined {
		const known = this.byStream[stream];
		if (known === undefined) return undefined;
		let found: Inner[] | undefined;
		let at = start;
		for (let words = 0; words < MAX_WORDS; words++) {
			const space = text.indexOf(" ", at);
			const inside = space >= 0 && space < Math.min(end, start + MAX_LENGTH);
			// The space after the prefix may be trimmed from an empty line.
			const prefix = inside
				? text.slice(start, space + 1)
				: `${text.slice(start, Math.min(end, start + MAX_LENGTH))} `;
			const origin = known.get(prefix);
			const behind = inside ? space + 1 : end;
			if (origin !== undefined)
				found = [{ text, start: behind, end, partial: false, origin }];
			if (!inside) break;
			at = space + 1;
		}
		return found;
	}
}
