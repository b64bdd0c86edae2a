import type { Field, FieldType, Unit } from "../events/schema.ts";
import { LineRecord } from "../formats/record.ts";
import { formats } from "../formats/registry.ts";
import { type Group, TemplateMiner } from "./template-miner.ts";

/** Proposal of an event schema, derived from lines. */
export interface Proposal {
	/** Placeholder name. */
	readonly name: string;
	readonly format: string | undefined;
	readonly count: number;
	/** Whole message, if it is constant. */
	readonly message: string | undefined;
	/** Message with placeholders, if it is not constant. */
	readonly template: string | undefined;
	readonly fields: Readonly<Record<string, Field>>;
	readonly sample: string;
}

interface Column {
	seen: number;
	readonly values: string[];
}

interface Message {
	readonly format: string;
	readonly columns: Map<string, Column>;
	readonly line: string;
}

const MAX_VALUES = 50;
const MAX_COLUMNS = 64;

/** Derives event schemas from the lines that `ParserOptions.onUnknown` reports. */
export class Learner {
	private readonly record = new LineRecord();
	/** One miner per format; the key of lines without a format is "". */
	private readonly miners = new Map<string, TemplateMiner>();
	private readonly messages = new WeakMap<Group, Message>();
	/** Number of lines added. */
	lines = 0;

	/** @param text line, as Latin-1 view of its bytes */
	add(text: string, format: string | undefined): void {
		this.lines++;
		const reader = formats.find(({ name }) => name === format);
		const miner = this.miners.get(format ?? "") ?? new TemplateMiner();
		this.miners.set(format ?? "", miner);
		const { record } = this;
		record.reset(text);
		if (reader === undefined || !reader.parse(text, 0, text.length, record)) {
			miner.add(Buffer.from(text, "latin1").toString("utf8"));
			return;
		}
		const group = miner.add(record.message());
		const known = this.messages.get(group) ?? {
			format: reader.name,
			columns: new Map(),
			line: Buffer.from(text, "latin1").toString("utf8"),
		};
		this.messages.set(group, known);
		for (let at = 0; at < record.fieldCount; at++) {
			note(known.columns, record.key(at), record.value(at));
		}
	}

	/** Lines of groups that were too rare to keep. */
	get forgotten(): number {
		return [...this.miners.values()].reduce(
			(sum, { forgotten }) => sum + forgotten,
			0,
		);
	}

	/** @param least minimum number of lines per event @returns the most frequent first */
	proposals(least = 2): Proposal[] {
		return [...this.miners.values()]
			.flatMap((miner) => miner.groups())
			.filter(({ count }) => count >= least)
			.sort((a, b) => b.count - a.count)
			.map((group) => this.propose(group));
	}

	private propose(group: Group): Proposal {
		const message = this.messages.get(group);
		const fixed = group.tokens.every((token) => token !== null);
		const holes = holesOf(group);
		const fields = [...(message?.columns ?? new Map<string, Column>())]
			.filter(([key]) => key !== "topics" && key !== "tid" && key !== "file")
			.map(([key, column]): [string, Field] => [
				columnName(key),
				{
					...(columnName(key) === key ? {} : { from: key }),
					...typeOf(key, column.values),
					...(column.seen < group.count ? { optional: true as const } : {}),
					about: "TODO: what it is",
				},
			]);
		const words = group.tokens.filter((token) => token !== null);
		return {
			name: nameOf(words),
			format: message?.format,
			count: group.count,
			message: fixed ? group.tokens.join(" ") : undefined,
			template: fixed ? undefined : templateOf(group, holes),
			fields: Object.fromEntries([
				...holes.map(({ name, values, after }) => [
					name,
					{ ...typeOf(name, values, after), about: "TODO: what it is" },
				]),
				...fields,
			]),
			sample: message?.line ?? group.sample,
		};
	}
}

function note(columns: Map<string, Column>, key: string, value: string): void {
	const column = columns.get(key) ?? { seen: 0, values: [] };
	if (!columns.has(key) && columns.size >= MAX_COLUMNS) return;
	column.seen++;
	if (column.values.length < MAX_VALUES) column.values.push(value);
	columns.set(key, column);
}

interface Hole {
	readonly at: number;
	readonly name: string;
	readonly prefix: string;
	readonly suffix: string;
	readonly values: string[];
	/** Text after the value, which may be its unit. */
	readonly after: string;
}

/** Finds the variable parts of a message: `took=12ms,` has one between `took=` and `ms,`. */
function holesOf(group: Group): Hole[] {
	const taken = new Set<string>();
	return group.tokens.flatMap((token, at): Hole[] => {
		if (token !== null) return [];
		const values = group.values.get(at) ?? [];
		const prefix = /^.*[=:(["']/.exec(sharedStart(values))?.[0] ?? "";
		const bare = values.map((value) => value.slice(prefix.length));
		const suffix = sharedEnd(bare).replace(/^.*?[\w]+(?=[^\w]*$)/, (end) =>
			/^\d/.test(end) ? "" : end,
		);
		const before = group.tokens[at - 1];
		const label = prefix.match(/(\w+)\W*$/)?.[1] ?? before ?? "";
		let name = columnName(label.replace(/\W/g, "")) || `value${at}`;
		while (taken.has(name)) name += at;
		taken.add(name);
		const end = (value: string) => value.length - suffix.length;
		return [
			{
				at,
				name,
				prefix,
				suffix,
				values: bare.map((value) => value.slice(0, end(value))),
				after: (suffix || (group.tokens[at + 1] ?? "")).replace(/\W/g, ""),
			},
		];
	});
}

function templateOf(group: Group, holes: readonly Hole[]): string {
	return group.tokens
		.map((token, at) => {
			const hole = holes.find((one) => one.at === at);
			return hole === undefined
				? token
				: `${hole.prefix}<${hole.name}>${hole.suffix}`;
		})
		.join(" ");
}

function sharedStart(values: readonly string[]): string {
	const [first = ""] = values;
	let length = values.length < 2 ? 0 : first.length;
	for (const value of values) {
		while (!value.startsWith(first.slice(0, length))) length--;
	}
	return first.slice(0, length);
}

const reversed = (text: string) => [...text].reverse().join("");
const sharedEnd = (values: readonly string[]) =>
	reversed(sharedStart(values.map(reversed)));

function columnName(key: string): string {
	const name = key
		.replace(/[^A-Za-z0-9]+(.)?/g, (_all, next?: string) =>
			next === undefined ? "" : next.toUpperCase(),
		)
		.replace(/^[A-Z]+(?![a-z])|^[A-Z]/, (head) => head.toLowerCase());
	return /^\d/.test(name) ? `_${name}` : name;
}

function nameOf(words: readonly string[]): string {
	const stem = words
		.slice(0, 4)
		.map((word) => word.toLowerCase().replace(/[^a-z0-9]+/g, ""))
		.filter((word) => word !== "")
		.join("-");
	return `todo.${stem || "event"}`;
}

const UNITS: readonly [ending: RegExp, unit: Unit][] = [
	[/(?:_ns|Ns|nanos|nanoseconds)$/i, "ns"],
	[/(?:_us|Us|micros)$/, "us"],
	[/(?:_ms|Ms|millis|milliseconds)$/, "ms"],
	[/(?:_s|Secs?|seconds)$/, "s"],
	[/bytes$/i, "bytes"],
	[/(?:count|total|peers|connections)$/i, "count"],
];

const WORDS: readonly Unit[] = ["ns", "us", "ms", "s", "bytes"];

/** Nanoseconds since the epoch have 19 digits and start with 1 until 2033. */
const INSTANT = /^1[0-9]{18}$/;

function typeOf(
	key: string,
	values: readonly string[],
	after = "",
): { type: FieldType; unit?: Unit } {
	const all = (pattern: RegExp) =>
		values.length > 0 && values.every((value) => pattern.test(value));
	const unit =
		UNITS.find(([ending]) => ending.test(key))?.[1] ??
		WORDS.find((word) => word === after);
	const measured = unit === undefined ? {} : { unit };
	if (all(INSTANT) && /time|at$|ns$|current|stamp/i.test(key)) {
		return { type: "time", unit: "ns" };
	}
	if (all(/^-?\d{1,19}$/)) return { type: "int64", ...measured };
	if (all(/^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i)) {
		return { type: "float64", ...measured };
	}
	if (all(/^@?\[\(\w+: .*\)\]$/)) return { type: "tuples" };
	return { type: "text" };
}
