import { existing } from "./assert-new.ts";
import type { Entry, Kind, Registry } from "./kind.ts";
import { renamed, type Words } from "./naming.ts";
import {
	entriesOf,
	readSource,
	type Source,
	withEntry,
	withImport,
	withItem,
} from "./source-edit.ts";

/** A registry with one more import and one more item. */
export const registered = (
	source: Source,
	{ list, item, module, place }: Registry,
): Source => withImport(withItem(source, list, item, place), item, module);

/** The files that a thing has entries in, with them; a file that has them already is left out. */
export async function withEntries(
	root: string,
	kind: Kind,
	name: string,
	words: Words,
): Promise<Source[]> {
	const edited: Source[] = [];
	for (const entry of kind.entries ?? []) {
		const before = await readSource(root, entry.file);
		let after = before;
		const there = entriesOf(before, entry.object);
		for (const [key, text] of await wanted(root, entry, words)) {
			const known = there.get(key);
			if (known === undefined)
				after = withEntry(after, entry.object, key, text, entry.place);
			else if ("template" in entry.from && !isAlike(known, text))
				throw existing(kind, name, entry.file);
		}
		if (after !== before) edited.push(after);
	}
	return edited;
}

/** Entries as they are written, by their keys. */
async function wanted(
	root: string,
	{ from, object }: Entry,
	words: Words,
): Promise<ReadonlyMap<string, string>> {
	if ("key" in from)
		return new Map([
			[from.key, `${JSON.stringify(from.key)}: ${JSON.stringify(from.text)}`],
		]);
	const template = await readSource(root, from.template);
	return entriesOf(
		{ ...template, text: renamed(template.text, words) },
		object,
	);
}

/** Whether two texts differ at most in how they are laid out. */
const isAlike = (one: string, other: string): boolean =>
	one.replaceAll(/[\s,]/g, "") === other.replaceAll(/[\s,]/g, "");
