/** How a row is coloured: it holds, it does not, or nobody knows. */
export type Tone = "yes" | "no" | "unknown";

/** A table with its heading, shown as HTML and Markdown. */
export interface Section {
	readonly title: string;
	readonly note?: string;
	/** If the first one is `run`, it is left out of a page about a single run. */
	readonly columns: readonly string[];
	readonly rows: readonly (readonly (string | number)[])[];
	/** Colours of the rows, in their order. */
	readonly tones?: readonly (Tone | undefined)[];
}

/** Longest part of a table that is shown of one run; a CSV has the rest. */
export const MAX_ROWS = 25;

/** Formats a duration in ns as ms. */
export const ms = (ns: number | null | undefined): string =>
	ns === null || ns === undefined ? "never" : (ns / 1e6).toFixed(2);

/** Formats a share. Only 1 is 100 %, and only 0 is 0 %: a single loss among a million pairs is seen. */
export function percent(share: number): string {
	if (share === 1) return "100 %";
	if (share === 0) return "0 %";
	for (let digits = 2; digits < 9; digits++) {
		const text = (share * 100).toFixed(digits);
		if (Number(text) !== 100 && Number(text) !== 0) return `${text} %`;
	}
	return `${share * 100} %`;
}
