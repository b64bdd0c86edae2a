import type { Database } from "./database.ts";
import type { Columns } from "./table-writer.ts";

/** A table computed from other tables. */
export interface Derived {
	readonly name: string;
	/** Tables that it reads. */
	readonly needs: readonly string[];
	readonly columns: Columns;
	readonly rows: (
		database: Database,
	) => Promise<
		readonly Readonly<Record<string, string | number | bigint | null>>[]
	>;
}
