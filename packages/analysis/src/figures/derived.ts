import type { Columns, Database } from "../tables/index.ts";

/** A table that is worked out from others. */
export interface Derived {
	readonly name: string;
	readonly needs: readonly string[];
	readonly columns: Columns;
	readonly rows: (
		database: Database,
	) => Promise<
		readonly Readonly<Record<string, string | number | bigint | null>>[]
	>;
}
