import { join } from "node:path";
import { withLease } from "@lab/core";
import { assertNotRegistered, assertNotWritten } from "./assert-new.ts";
import { assertFree, assertName } from "./check-name.ts";
import { formatted } from "./format.ts";
import type { Kind } from "./kind.ts";
import { assertForeign } from "./mentions.ts";
import {
	renamed,
	renamedKind,
	renamedSource,
	renaming,
	type Words,
} from "./naming.ts";
import { registered, withEntries } from "./registered.ts";
import { readSource, type Source } from "./source-edit.ts";
import { templateOf } from "./template.ts";
import { writeAll } from "./write-all.ts";

export interface ScaffoldOptions {
	/** Root of the repository. */
	readonly root: string;
	/** What else of the template is replaced, such as its namespace. */
	readonly words?: Words;
	readonly signal?: AbortSignal;
}

/** Paths below the root. */
export interface Scaffolded {
	/** New files. */
	readonly files: readonly string[];
	/** Files that were there, and hold more now. */
	readonly edited: readonly string[];
}

/**
 * Writes a new thing of some kind from its template, and registers it: all of
 * it or nothing. Another scaffold on the same tree waits for this one.
 *
 * @throws LabError `wrong-name`, `<noun>-exists`, `unknown-registry`, `not-written`
 */
export async function scaffold(
	template: Kind,
	name: string,
	{ root, words = {}, signal }: ScaffoldOptions,
): Promise<Scaffolded> {
	assertName(name, template);
	const all = wordsOf(template, name, words);
	const kind = renamedKind(template, all);
	const format = (source: Source) => formatted(root, source);

	return withLease(
		join(root, ".lab/scaffold"),
		`${kind.noun} new ${name}`,
		{ signal },
		async (held) => {
			const registry = await readSource(root, kind.registry.file);
			assertNotRegistered(kind, name, registry);
			if (kind.foreign !== undefined)
				await assertForeign(root, name, kind.foreign);
			const files = await templateOf(root, template);
			assertUsed(words, [template, files]);
			const own = files.map((file) => renamedSource(file, all));
			// The registry comes last: what is not in it is not there, and may be begun again.
			const shared = [
				...(await withEntries(root, kind, name, all)),
				registered(registry, kind.registry),
			];
			await assertFree(name, [...own, ...shared]);
			const written = await Promise.all(own.map(format));
			await assertNotWritten(root, kind, name, written);
			const edited = await Promise.all(shared.map(format));
			held.throwIfAborted();
			writeAll(root, [...written, ...edited]);
			return { files: written.map(pathOf), edited: edited.map(pathOf) };
		},
	);
}

/** All words that are replaced: forms of the name, stand-ins, and what the caller asked for. */
function wordsOf(
	{ placeholder, standIns = {} }: Kind,
	name: string,
	asked: Words,
): Words {
	const forms = renaming(placeholder, name);
	const named = Object.entries(standIns).map(([word, by]) => [
		word,
		renamed(by, forms),
	]);
	return { ...forms, ...Object.fromEntries(named), ...asked };
}

const pathOf = ({ path }: Source): string => path;

/** A word that the template does not have would be left out without a sign. */
function assertUsed(words: Words, template: unknown): void {
	const text = JSON.stringify(template);
	for (const word of Object.keys(words))
		if (!text.includes(JSON.stringify(word).slice(1, -1)))
			throw new Error(`the template does not have the word '${word}'`);
}
