export {
	birthOf,
	cpuTicksOf,
	type Daemon,
	endDaemon,
	isAlive,
	self,
	startDaemon,
} from "./daemon.ts";
export {
	assertNoFaults,
	exitCode,
	faultsOf,
	LabError,
	type LabErrorProps,
	placeOf,
	reasonOf,
	systemError,
} from "./error.ts";
export { escapeMarkup } from "./escape-markup.ts";
export { fetchWithSignal } from "./fetch.ts";
export {
	type FileTree,
	readTree,
	removeTree,
	writeFileAtomically,
	writeTree,
} from "./files.ts";
export {
	type Finding,
	fault,
	formatFinding,
	warning,
	withoutRepeats,
} from "./finding.ts";
export { runInForeground } from "./foreground.ts";
export { canonicalJson, contentHash, reviewableJson } from "./json.ts";
export {
	type Lease,
	type LeaseHolder,
	type LeaseOptions,
	leaseHolder,
	nameOfHolder,
	takeLease,
	whileFree,
	withLease,
} from "./lease.ts";
export { markdownTable } from "./markdown.ts";
export {
	isDnsLabel,
	isPortName,
	isServiceName,
	isVariableName,
	nearest,
	STATEFUL_SET_NAME,
	suggestion,
} from "./names.ts";
export {
	type RunOptions,
	type RunResult,
	run,
	type StartOptions,
	tryRun,
} from "./process.ts";
export type { Progress } from "./progress.ts";
export {
	isRetryable,
	type RetryOptions,
	type RetryPolicy,
	retry,
	TransientError,
} from "./retry.ts";
export {
	type BitRate,
	type ByteSize,
	byteSizeOf,
	type Duration,
	durationOf,
	type Size,
	toBitsPerSecond,
	toBytes,
	toMilliseconds,
	toSeconds,
} from "./units.ts";
export { fromYaml, fromYamlStream, toYaml, toYamlStream } from "./yaml.ts";
