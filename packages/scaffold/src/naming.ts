import type { Kind } from "./kind.ts";
import type { Source } from "./source-edit.ts";

const partsOf = (name: string) => name.split("-");
const capital = (word: string) =>
	`${word.slice(0, 1).toUpperCase()}${word.slice(1)}`;

/** `my-test` is `myTest` in the code. */
export const identifierOf = (name: string): string =>
	partsOf(name)
		.map((word, index) => (index === 0 ? word : capital(word)))
		.join("");

/** A name in each of its forms: `kad-dht`, `kadDht`, `KadDht`, `kad_dht`, `Kad dht`, `kad dht`. */
export const formsOf = (name: string): readonly string[] => [
	name,
	identifierOf(name),
	capital(identifierOf(name)),
	partsOf(name).join("_"),
	capital(partsOf(name).join(" ")),
	partsOf(name).join(" "),
];

/** Words by what takes their place. */
export type Words = Readonly<Record<string, string>>;

/** @returns the forms of a placeholder by those of the name that takes its place */
export function renaming(placeholder: string, name: string): Words {
	const forms = formsOf(name);
	return Object.fromEntries(
		formsOf(placeholder).map((form, index) => [form, forms[index] ?? form]),
	);
}

/** Replaces all words at once: what takes the place of one is not replaced again. */
export function renamed(text: string, by: Words): string {
	const longestFirst = Object.keys(by).sort((a, b) => b.length - a.length);
	const any = new RegExp(longestFirst.map(escaped).join("|"), "g");
	return text.replace(any, (word) => by[word] ?? word);
}

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** A file of a template under its new name. */
export const renamedSource = ({ path, text }: Source, by: Words): Source => ({
	path: renamed(path, by),
	text: renamed(text, by),
});

/** A kind with the new name in all its texts. */
export const renamedKind = (kind: Kind, by: Words): Kind =>
	JSON.parse(JSON.stringify(kind), (_key, value: unknown) =>
		typeof value === "string" ? renamed(value, by) : value,
	) as Kind;
