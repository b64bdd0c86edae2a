export {
	birthOf,
	type Daemon,
	endDaemon,
	isAlive,
	self,
	startDaemon,
} from "./daemon.ts";
export {
	assertNoFaults,
	exitCode,
	LabError,
	type LabErrorProps,
} from "./error.ts";
export {
	type FileTree,
	readTree,
	removeTree,
	writeFileAtomically,
	writeTree,
} from "./files.ts";
export { type Finding, fault, formatFinding, warning } from "./finding.ts";
export { canonicalJson, contentHash, reviewableJson } from "./json.ts";
export { isDnsLabel, nearest, suggestion } from "./names.ts";
export {
	type RunOptions,
	type RunResult,
	run,
	type StartOptions,
	tryRun,
} from "./process.ts";
export {
	type BitRate,
	type Duration,
	type Size,
	toBitsPerSecond,
	toBytes,
	toMilliseconds,
	toSeconds,
} from "./units.ts";
export { fromYaml, fromYamlStream, toYaml, toYamlStream } from "./yaml.ts";
