import { type Figure, figureSql } from "../protocol/index.ts";
import { type Database, type Row, viewName } from "../tables/index.ts";

/** Returns the figures whose tables exist, and whose first table has rows. */
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

/** Returns the rows of each figure by name, without figures that have none. */
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
