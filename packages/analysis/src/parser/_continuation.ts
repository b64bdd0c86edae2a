/** How a line continues the record above it. */
export type Continuation =
	/** Empty. */
	| "blank"
	/** Begins a crash or its stack trace. */
	| "start"
	/** A line of a stack trace. */
	| "trace"
	/** A line of a stack trace, if it follows another one: it could be a sentence. */
	| "frame"
	/** Indented, for no known reason. */
	| "indented";

const STARTS: readonly RegExp[] = [
	/^Traceback \(most recent call last/, // Nim ("using override") and Python
	/^Error: unhandled exception: /, // Nim
	/^SIG[A-Z]+: /, // Nim (`SIGSEGV: Illegal storage access`), Go (`SIGQUIT: quit`)
	/^(?:panic|fatal error): /, // Go
	/^unexpected fault address /,
	/^thread '[^']*' (?:\(\d+\) )?(?:panicked at |has overflowed its stack)/, // Rust
	/^fatal runtime error: /,
	/^memory allocation of \d+ bytes failed$/,
	/^Exception in thread "/, // Java
	/^Unhandled exception\. /, // .NET
	/^(?:\/|file:|node:)\S+:\d+$/, // Node.js
	/^\[UnhandledPromiseRejection: /,
	/^Error: /, // Node.js, Rust's `main`
	/^terminate called (?:after throwing|without an active)|^libc\+\+abi: terminating/, // C++
	/^[\w./-]+: \S+:\d+: .*Assertion .* failed\.$/, // C
	/^==\d+==(?:ERROR|WARNING): \w+Sanitizer/,
	/^WARNING: DATA RACE$/, // Go
	/^(?:Segmentation fault|Aborted|Bus error|Illegal instruction|Killed)(?: \(core dumped\))?$/, // a shell
	/^\S+: line \d+: +\d+ (?:Killed|Terminated|Aborted|Segmentation fault|Bus error|Illegal instruction)\b/,
	/^(?:free|malloc|realloc|munmap_chunk)\(\): |^double free or corruption|^\*{3} \w[\w ]+ \*{3}: terminated$/, // glibc
];

const TRACE: readonly RegExp[] = [
	/^\S+\.(?:nim|c|cc|cpp|h|S)\(\d+(?:, \d+)?\)\s/, // Nim, with frames of C
	/^\[\[reraised from:/,
	/^\]\]$/,
	/^(?:Async traceback|Exception message|Exception type): ?/,
	/^No stack traceback available/,
	/^[\w.]+(?:Error|Exception|Defect)\b.*: /, // Python, Java, Nim
	/^Caused by:/,
	/^goroutine \d+ .*\[/, // Go
	/^\[signal SIG/,
	/^\[(?:originating from|recovered)/,
	/^created by \S+(?: in goroutine \d+)?$/,
	/^[\w./*()[\]·~-]+\(.*\)(?: in goroutine \d+)?$/,
	/^(?:runtime stack|signal arrived during \S+ execution|runtime: .*):?$/,
	/^goroutine running on other thread; stack unavailable/,
	/^\.{3}(?:additional frames elided|\d+ frames elided)/,
	/^PC=0x[0-9a-f]+ m=/,
	/^(?:r[a-z0-9]{1,2}|rflags|[c-g]s|lr|sp|pc|fault) +0x[0-9a-f]+$/,
	/^exit status \d+$/,
	/^note: (?:run with `RUST_BACKTRACE|Some details are omitted)/, // Rust
	/^stack backtrace:$/i,
	/^(?:thread caused non-unwinding panic|aborting due to panic)/,
	/^\.{3} \d+ more$/,
	/^(?:During handling of the above exception|The above exception was the direct cause)/, // Python
	/^--- End of (?:inner exception )?stack trace/, // .NET
	/^Node\.js v\d/,
	/^\}$/, // an error's properties, in Node.js
	/^(?:==\d+==|={18,}$|(?:READ|WRITE) of size \d|0x[0-9a-f]+ is located |(?:freed|previously allocated|allocated) by thread T\d|SUMMARY: \w+Sanitizer|Shadow byte|=>0x)/, // sanitizers
	/^(?:Previous )?(?:[Rr]ead|[Ww]rite) at 0x[0-9a-f]+ by |^Goroutine \d+ \(\w+\) created at:$/, // Go's race detector
];

/** Indented lines of stack traces and of Rust's Pretty. */
const INDENTED_FRAME =
	/^\s+(?:at |in |\d+: |\/|[\w.\\/-]+:\d+|File "|by |\.{3} \d+ more|panic: |[~^]+$)/;
/** A function of Go without its arguments, as zap prints it. */
const BARE_FRAME = /^[\w./~*()[\]{}-]*\w\.[\w.*()[\]{}-]+$/;
/** Messages of a crash that may have several lines: how they begin, and how their last line ends. */
const MESSAGES: readonly { readonly begin: RegExp; readonly end?: RegExp }[] = [
	{ begin: /^thread '[^']*' .*panicked at .*:$/ }, // Rust
	{ begin: /^thread '[^']*' panicked at '/, end: /', [^\s']+:\d+(?::\d+)?$/ }, // before 1.73
	{ begin: /^Error: unhandled exception: /, end: / \[\w+\]$/ }, // Nim
];

/** Characters of a line that the patterns see. */
const HEAD_LENGTH = 400;

/** @returns undefined if the line by itself continues nothing */
export function continuationOf(line: string): Continuation | undefined {
	const head = line.slice(0, HEAD_LENGTH);
	const first = head.trimStart();
	if (first === "") return "blank";
	if (first.length < head.length)
		return INDENTED_FRAME.test(head) ? "trace" : "indented";
	if (STARTS.some((pattern) => pattern.test(head))) return "start";
	if (TRACE.some((pattern) => pattern.test(head))) return "trace";
	return BARE_FRAME.test(head) ? "frame" : undefined;
}

/** Whether more lines of the message of a crash follow this one. */
export const messageFollows = (line: string): boolean =>
	MESSAGES.some(
		({ begin, end }) =>
			begin.test(line.slice(0, HEAD_LENGTH)) &&
			end?.test(line.slice(-HEAD_LENGTH)) !== true,
	);

/** Whether a line of such a message is its last one. */
export const messageEnds = (line: string): boolean =>
	MESSAGES.some(({ end }) => end?.test(line.slice(-HEAD_LENGTH)) === true);
