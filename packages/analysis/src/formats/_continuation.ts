/**
 * What goes on from the line before: blank lines, indented ones, and the lines
 * of stack traces that are not indented.
 */
const TRACES: readonly RegExp[] = [
	/^\s*$/,
	/^[ \t]/,
	/^Traceback \(most recent call last\)/, // Nim and Python
	/^\S+\.nim\(\d+(?:, \d+)?\)\s/, // Nim
	/^\[\[reraised from:/,
	/^\]\]$/,
	/^Error: unhandled exception: /,
	/^[\w.]+(?:Error|Exception|Defect)\b.*: /, // Python, Java, Nim
	/^Caused by: /,
	/^goroutine \d+ \[/, // Go
	/^(?:created by )?[\w./*()-]+\(.*\)(?: in goroutine \d+)?$/,
	/^(?:panic|fatal error): /,
	/^exit status \d+$/,
	/^thread '[^']*' (?:\(\d+\) )?panicked at /, // Rust
	/^note: run with `RUST_BACKTRACE/,
	/^stack backtrace:$/,
	/^\.{3} \d+ more$/,
];

const LOOK = 400;

export function isContinuation(line: string): boolean {
	const head = line.slice(0, LOOK);
	return TRACES.some((trace) => trace.test(head));
}
