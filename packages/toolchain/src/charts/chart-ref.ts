/** Chart at one exact version, in its own repository. */
export interface ChartRef {
	/** URL of the repository's index, or an `oci://` registry folder. */
	readonly repo: string;
	readonly chart: string;
	readonly version: string;
}

/** Folder name of an unpacked chart, and base name of its archive. */
export const chartFolder = ({ chart, version }: Omit<ChartRef, "repo">) =>
	`${chart}-${version}`;

export const archiveName = (ref: Omit<ChartRef, "repo">): string =>
	`${chartFolder(ref)}.tgz`;

export const chartId = ({ repo, chart, version }: ChartRef): string =>
	`${repo} ${chart} ${version}`;
