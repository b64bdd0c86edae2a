/** A plot of a report. */
export interface Plot {
	/** File name without extension: `latency`. */
	readonly name: string;
	readonly title: string;
	/** What the plot shows and how to read it. */
	readonly caption: string;
	readonly svg: string;
}
