import type { Line } from "./line.ts";

interface Open {
	/** Lines of the object so far. */
	held: Line[];
	bytes: number;
	/** First line of a list, whose items are read one by one; it is accounted for with the last. */
	list: Line | undefined;
}

/** What a line completes. */
export interface Completed {
	/** An object as one line; it has the number of its first line. */
	readonly object?: Line;
	/** Lines that are now accounted for: those of the object beyond its first, and those around the items of a list. */
	readonly continuations: number;
	/** Lines that turned out to be no part of an object. */
	readonly others: readonly Line[];
}

const ITEMS = '    "items": [';
const ITEM = "        {";
const ITEM_END = /^ {8}\},?$/;
const NOTHING: Completed = { continuations: 0, others: [] };

/**
 * Joins objects of JSON that `kubectl get -o json` printed over several lines;
 * the items of a list are objects of their own.
 */
export class PrettyObjects {
	private readonly byStream = new Map<number, Open>();
	private readonly maxBytes: number;

	constructor(maxBytes: number) {
		this.maxBytes = maxBytes;
	}

	/** Whether a line may be part of an object. */
	concerns({ stream, text, start, end }: Line): boolean {
		return (
			(end - start === 1 && text.charCodeAt(start) === 123) ||
			(this.byStream.size > 0 && this.byStream.has(stream))
		);
	}

	take(line: Line): Completed {
		const copy = line.with(line.content, line.ascii);
		const { text, stream } = copy;
		const open = this.byStream.get(stream);
		if (open === undefined) {
			this.byStream.set(stream, { held: [copy], bytes: 1, list: undefined });
			return NOTHING;
		}
		const inside = text === "" || text.startsWith(" ") || text === "}";
		open.bytes += text.length + 1;
		if (!inside || open.bytes > this.maxBytes) {
			this.byStream.delete(stream);
			return { continuations: 0, others: [...linesOf(open), copy] };
		}
		return open.list ? this.takeOfList(open, copy) : this.takePart(open, copy);
	}

	/** Returns the lines of an object that the stream ends within. */
	end(stream: number): readonly Line[] {
		const open = this.byStream.get(stream);
		this.byStream.delete(stream);
		return open === undefined ? [] : linesOf(open);
	}

	private takePart(open: Open, line: Line): Completed {
		open.held.push(line);
		if (line.text === ITEMS) {
			const continuations = open.held.length - 1;
			Object.assign(open, { held: [], bytes: 0, list: open.held[0] });
			return { continuations, others: [] };
		}
		if (line.text !== "}") return NOTHING;
		this.byStream.delete(line.stream);
		return joined(open.held);
	}

	private takeOfList(open: Open, line: Line): Completed {
		const { text, stream } = line;
		if (open.held.length > 0 || text === ITEM) {
			open.held.push(line);
			if (!ITEM_END.test(text)) return NOTHING;
			const item = joined(open.held);
			Object.assign(open, { held: [], bytes: 0 });
			return item;
		}
		open.bytes = 0;
		const last = text === "}";
		if (last) this.byStream.delete(stream);
		return { continuations: last ? 2 : 1, others: [] };
	}
}

const linesOf = ({ held, list }: Open): readonly Line[] =>
	list === undefined ? held : [list, ...held];

function joined(held: readonly Line[]): Completed {
	const [first] = held as readonly [Line];
	const text = held.map((line) => line.text).join("\n");
	return {
		object: first.with(text.trimStart().replace(/,$/, "")),
		continuations: held.length - 1,
		others: [],
	};
}
