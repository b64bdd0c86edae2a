/** How far a program can be upgraded in one step. */
export interface UpgradePath {
	/**
	 * `minor`: to the next minor version. A list: to the next of these series, in order.
	 * Absent: any distance.
	 */
	readonly step?: "minor" | readonly string[];
	/** Version that no upgrade crosses. */
	readonly barrier?: string;
	/** Whether the program can go back to an older version. @default true */
	readonly downgrades?: false;
	/** Whether its authors only recommend it. @default false */
	readonly recommended?: true;
	/** Page that says so. */
	readonly source: string;
}
