import type { Words } from "./naming.ts";

/** A list of things that a file exports, one import and one item each. */
export interface Registry {
	readonly file: string;
	/** The variable that holds the list. */
	readonly list: string;
	/** The item: what is imported. */
	readonly item: string;
	/** Where it is imported from. */
	readonly module: string;
	/** `sorted` where the order means nothing, `last` where it means something. */
	readonly place: "sorted" | "last";
}

/** One entry of an object that a file exports. */
export interface Entry {
	readonly file: string;
	/** The variable that holds the object. */
	readonly object: string;
	readonly place: "sorted" | "last";
	/** A key with a text, which is left alone where the key is there; or all that the object of another file holds. */
	readonly from:
		| { readonly key: string; readonly text: string }
		| { readonly template: string };
}

/** Code that knows no such thing by name. */
export interface Foreign {
	readonly folder: string;
	/** What is left out: paths in the folder that begin so. */
	readonly except: string;
	/** What it is called in an error. */
	readonly what: string;
}

/**
 * One kind of thing, described by its template. Wherever the placeholder is
 * part of a text here, the new name takes its place.
 */
export interface Kind {
	/** What a person calls it, as in `pnpm lab <noun> new`. */
	readonly noun: string;
	/** The name that the template goes by. */
	readonly placeholder: string;
	/** How the paths of the template's files begin. */
	readonly template: string;
	/** What they begin with instead. */
	readonly target: string;
	/** Longest name that whatever is made of it can bear. */
	readonly maxLength: number;
	/** Words of the template that only hold a place, such as the namespace of a component. */
	readonly standIns?: Words;
	readonly registry: Registry;
	/** Code that must not contain the name. */
	readonly foreign?: Foreign;
	/** What else the thing needs to be complete. */
	readonly entries?: readonly Entry[];
}
