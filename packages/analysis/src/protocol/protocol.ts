import type { MeasureName } from "@lab/record";
import type { EventSchema } from "../events/schema.ts";
import type { RunFacts } from "../ledger/facts.ts";
import type { Plot } from "../report/plots/plot.ts";
import type { RunFigures } from "../report/run-figures.ts";
import type { Database } from "../tables/database.ts";
import type { Derived } from "../tables/derived.ts";
import type { Figure } from "./figure.ts";
import type { ImageLogs } from "./image-logs.ts";

/** Rows of a figure. */
export type FigureRows = readonly Readonly<Record<string, unknown>>[];

/** Computes a measure from the rows of one figure; `undefined` if they do not determine it. */
export type MeasureOf = readonly [
	figure: string,
	of: (rows: FigureRows) => number | undefined,
];

/** SQL by the event whose table it needs. */
export type SqlByEvent = Readonly<Record<string, string>>;

/** A query that a report writes unchanged as CSV. */
export interface Export {
	/** Stem of the `.sql` and the CSV. */
	readonly name: string;
	/** Event whose table the query reads. */
	readonly needs: string;
	/** Folder of the `.sql`. */
	readonly folder: string;
}

/** What the analysis knows about one protocol; the engine itself knows none. */
export interface Protocol {
	/** Name of the protocol and of its folder. */
	readonly name: string;
	/** Events that its programs log. */
	readonly events: readonly EventSchema[];
	/** Images whose containers log them, and in which formats. */
	readonly images: readonly ImageLogs[];
	/** Tables that its figures need and that plain SQL cannot compute. */
	readonly tables?: readonly Derived[];
	/** Figures of the report, in this order. */
	readonly figures?: readonly Figure[];
	/** Measures over the whole run, for guards and criteria. */
	readonly measures?: Readonly<Partial<Record<MeasureName, MeasureOf>>>;
	/** Plots, loaded only for a report: a verdict needs none. */
	readonly plots?: () => Promise<{
		plotsOf(runs: readonly RunFigures[]): readonly Promise<Plot | undefined>[];
	}>;
	readonly exports?: readonly Export[];
	/** Queries for received messages: columns `pod`, `id`, `sent_ns`, `received_ns`. */
	readonly receipts?: SqlByEvent;
	/** Resolution of the times in `receipts`, ns, by event, where it is coarser than their digits show. */
	readonly resolutions?: Readonly<Record<string, number>>;
	/** Number of parts, each logged by the receiver, in which nodes with these environment variables send a message. @default 1 */
	readonly fragments?: (env: Readonly<Record<string, string>>) => number;
	/** Queries for ids that publishers log: columns `node`, `id`, `logged_ns`, `line`. */
	readonly publishedIds?: SqlByEvent;
	/** Adjusts the facts of a run for what this protocol's logs cannot show. */
	readonly adjustFacts?: (
		database: Database,
		facts: RunFacts,
	) => Promise<RunFacts>;
}

/** Concatenates one part of all protocols. */
export const partsOf = <Part>(
	protocols: readonly Protocol[],
	part: (protocol: Protocol) => readonly Part[] | undefined,
): Part[] => protocols.flatMap((protocol) => part(protocol) ?? []);
