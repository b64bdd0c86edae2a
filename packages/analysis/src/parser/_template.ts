import { named } from "../formats/line-fields.ts";
import { quoting } from "../formats/quoting.ts";
import type { LineRecord } from "../formats/record.ts";
import type { Extractor } from "./_extractor.ts";

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

/** Returns the first word, the index key of the templates. */
function firstWord(text: string): string {
	const space = text.indexOf(" ");
	return space < 0 ? text : text.slice(0, space);
}

/** Finds the schema whose template matches a message. */
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

	/** Adds the values of a matching message to the record. @returns the extractor of the template */
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
