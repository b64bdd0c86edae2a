import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Database, type Row, viewName } from "../tables/index.ts";

/** What a protocol did in one run: the answer to one query over its tables. */
export interface Figure {
	/** Stem of its `.sql` and of its CSV, and its key in `report.json`. */
	readonly name: string;
	readonly title: string;
	/** How to read it, with the units that the columns do not name. */
	readonly note: string;
	/** Tables that it reads; where the first has no rows there is nothing to say. */
	readonly needs: readonly [string, ...string[]];
	/** Points of a plot: a report draws them and has no table of them. */
	readonly drawn?: true;
}

/** Plain SQL, which other engines run too. */
export const figureSql = ({ name }: Figure): string =>
	readFileSync(join(import.meta.dirname, `${name}.sql`), "utf8");

/** Which figures the tables of a run have something to say about. */
export async function figuresWithRows(
	database: Database,
	figures: readonly Figure[],
	views: readonly string[],
): Promise<Figure[]> {
	const found: Figure[] = [];
	for (const figure of figures) {
		const [first, ...others] = figure.needs.map(viewName);
		if (![first, ...others].every((view) => views.includes(view as string))) {
			continue;
		}
		const [count] = await database.rows<{ rows: number }>(
			`SELECT count(*) AS rows FROM "${first}"`,
		);
		if (count?.rows) found.push(figure);
	}
	return found;
}

/** Answers by name of the figure; one without rows is left out. */
export async function readFigures(
	database: Database,
	figures: readonly Figure[],
	views: readonly string[],
): Promise<Readonly<Record<string, readonly Row[]>>> {
	const answers: Record<string, readonly Row[]> = {};
	for (const figure of await figuresWithRows(database, figures, views)) {
		const rows = await database.rows(figureSql(figure));
		if (rows.length > 0) answers[figure.name] = rows;
	}
	return answers;
}
