export { archiveImport } from "./archive-import.ts";
export { findTenKsimRuns, type TenKsimRun } from "./find-runs.ts";
export {
	analysedImport,
	type Imported,
	importedFolder,
	importTenKsim,
	importTenKsimRun,
	isImported,
	readImported,
} from "./ten-ksim.ts";
