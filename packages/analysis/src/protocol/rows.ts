import type { FigureRows } from "./protocol.ts";

/** Returns a number of one row; 0 if the column is empty. */
export const numberIn = (row: FigureRows[number], column: string): number =>
	Number(row[column] ?? 0);

/** Returns the sum of a column. */
export const sumOf = (rows: FigureRows, column: string): number =>
	rows.reduce((total, row) => total + numberIn(row, column), 0);

/** Returns the maximum of a column. */
export const mostOf = (rows: FigureRows, column: string): number =>
	Math.max(...rows.map((row) => numberIn(row, column)));

/** Returns the ratio of two columns' sums; NaN if the second is 0. */
export const ratioOf = (rows: FigureRows, part: string, all: string): number =>
	sumOf(rows, part) / sumOf(rows, all);
