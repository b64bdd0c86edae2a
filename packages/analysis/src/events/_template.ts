import { quoting } from "../formats/_quoting.ts";
import { type LineRecord, named } from "../formats/record.ts";
import type { Extractor } from "./_extract.ts";

interface Template {
	readonly pattern: RegExp;
	readonly holes: readonly number[];
	readonly extractor: Extractor;
}

const HOLE = /<([A-Za-z_]\w*)>/;

const literally = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

function compile(template: string, extractor: Extractor): Template {
	const bytes = Buffer.from(template, "utf8").toString("latin1");
	// Odd parts are the names of the holes.
	const parts = bytes.split(HOLE);
	const pattern = parts
		.map((part, at) => (at % 2 === 1 ? "(\\S+?)" : literally(part)))
		.join("");
	return {
		pattern: new RegExp(`^${pattern}$`, "d"),
		holes: parts.filter((_part, at) => at % 2 === 1).map(named),
		extractor,
	};
}

/** The first word, by which the few templates that may match are found. */
function firstWord(text: string): string {
	const space = text.indexOf(" ");
	return space < 0 ? text : text.slice(0, space);
}

/** Schemas by the sentences that they know. */
export class TemplateIndex {
	private readonly byWord = new Map<string, Template[]>();

	constructor(extractors: readonly Extractor[]) {
		for (const extractor of extractors) {
			for (const text of extractor.schema.templates ?? []) {
				const word = firstWord(text);
				const key = HOLE.test(word) ? "" : word;
				const known = this.byWord.get(key) ?? [];
				this.byWord.set(key, [...known, compile(text, extractor)]);
			}
		}
	}

	get empty(): boolean {
		return this.byWord.size === 0;
	}

	/** Puts the values of a sentence into the record. @returns whose sentence it is */
	match(record: LineRecord): Extractor[] | undefined {
		const from = record.messageStart;
		const message = record.text.slice(from, record.messageEnd);
		for (const word of [firstWord(message), ""]) {
			for (const template of this.byWord.get(word) ?? []) {
				const found = template.pattern.exec(message);
				if (found === null) continue;
				for (const [at, name] of template.holes.entries()) {
					const [start, end] = found.indices?.[at + 1] ?? [0, 0];
					record.addNamed(name, from + start, from + end, quoting.bare);
				}
				return [template.extractor];
			}
		}
		return undefined;
	}
}
