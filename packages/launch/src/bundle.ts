/** A program and all that it imports, as JavaScript. Kept in `node_modules/.cache/launch`, one record per program. */
export interface Bundle {
	/** Absolute path of the folder with its files. */
	readonly folder: string;
	/** File name in `folder` to import. */
	readonly program: string;
	/** Files the bundle is made from: absolute path, `mtimeMs`, size in bytes. It is stale when one differs. */
	readonly inputs: readonly (readonly [
		path: string,
		modified: number,
		size: number,
	])[];
}
