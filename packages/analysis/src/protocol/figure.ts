import { readFileSync } from "node:fs";
import { join } from "node:path";

/** Result of one query over the tables of a run, shown in its report. */
export interface Figure {
	/** Stem of the `.sql` and the CSV, and key in `report.json`. */
	readonly name: string;
	readonly title: string;
	/** How to read the figure, with the units that the column names omit. */
	readonly note: string;
	/** Tables that the query reads; the figure is omitted if the first has no rows. */
	readonly needs: readonly [string, ...string[]];
	/**
	 * Events that count by their time in a figure of a window; the other tables stay
	 * whole. Without it, the figure exists for whole runs only.
	 */
	readonly within?: readonly [string, ...string[]];
	/** The rows are points of a plot: the report draws them instead of showing a table. */
	readonly plotOnly?: true;
	/** Folder of the `.sql`. */
	readonly folder: string;
}

/** Adds to each figure the folder of its `.sql`. */
export const figuresIn = (
	folder: string,
	figures: readonly Omit<Figure, "folder">[],
): Figure[] => figures.map((figure) => ({ ...figure, folder }));

/** Returns the query of a figure: plain SQL that other engines run too. */
export const figureSql = ({
	name,
	folder,
}: Pick<Figure, "name" | "folder">): string =>
	readFileSync(join(folder, `${name}.sql`), "utf8");
