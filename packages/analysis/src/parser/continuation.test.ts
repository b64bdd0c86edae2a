import { expect, test } from "vitest";
import { parseAll } from "./testing.ts";

const record = (message: string) =>
	`INF 2026-08-05 01:15:19.582+00:00 ${message.padEnd(42)} tid=1`;

/** Crashes as the programs wrote them; addresses and paths are changed. */
const crashes: Record<string, string> = {
	// Nim 2.0 with chronos and libbacktrace
	"Nim, using override, with frames of C": `Traceback (most recent call last, using override)
/app/vendor/nim-chronos/chronos/internal/asyncfutures.nim(365) futureContinue
/app/waku/node.nim(12) loop
../csu/libc-start.c(308) __libc_start_main
[[reraised from:
/app/waku/node.nim(12) loop
]]
SIGSEGV: Illegal storage access. (Attempt to read from nil?)`,
	"Nim, unhandled": `Error: unhandled exception: index 3 not in 0 .. 2 [IndexDefect]
Async traceback:
/app/waku/node.nim(12) loop
Exception message: index 3 not in 0 .. 2
Exception type: IndexDefect`,
	"Nim, a message of several lines": `Error: unhandled exception: Asynchronous task [main() at node.nim:10] finished with an exception "IOError"!
Message: the store is closed
Stack trace: Traceback (most recent call last)
/app/waku/node.nim(12) loop
 [FutureDefect]`,
	"Nim, a message of two lines": `Error: unhandled exception: /app/a.nim(3, 5) \`x > 1\` expected:
more than one [AssertionDefect]`,
	"glibc and a shell": `free(): invalid pointer
Aborted (core dumped)`,
	// Go 1.26
	"Go, a signal": `panic: runtime error: invalid memory address or nil pointer dereference
[signal SIGSEGV: segmentation violation code=0x1 addr=0x0 pc=0x47b2e0]

goroutine 5 [running]:
main.(*node).get(...)
	/src/segv/main.go:4
main.main.func1()
	/src/segv/main.go:5 +0x40
created by main.main in goroutine 1
	/src/segv/main.go:5 +0x65`,
	"Go, recovered and panicked again": `panic: assignment to entry in nil map [recovered]
	panic: again: assignment to entry in nil map: x
	y

goroutine 1 [running]:
main.main.func1()
	/src/main.go:3 +0xce
panic({0x4b15a0?, 0x584380?})
	/usr/local/go/src/runtime/panic.go:860 +0x13a
main.main()
	/src/main.go:3 +0xa9
exit status 2`,
	"Go, SIGQUIT": `SIGQUIT: quit
PC=0x40866e m=0 sigcode=0

goroutine 1 gp=0x1cc22c8921e0 m=0 mp=0x58b040 [running]:
internal/runtime/syscall/linux.Syscall6()
	/usr/local/go/src/internal/runtime/syscall/linux/asm_linux_amd64.s:36 +0xe fp=0x1cc22c90ae38 sp=0x1cc22c90ae30 pc=0x40866e

goroutine 2 gp=0x1cc22c892780 m=nil [force gc (idle)]:
runtime.gopark(0x0?, 0x0?, 0x0?, 0x0?, 0x0?)
	/usr/local/go/src/runtime/proc.go:462 +0xce fp=0x1cc22c8cafa8 sp=0x1cc22c8caf88 pc=0x47974e
created by runtime.init.7 in goroutine 1
	/usr/local/go/src/runtime/proc.go:363 +0x1a

rax    0x0
r8     0x0
rflags 0x212
cs     0x33`,
	"Go, a deadlock": `fatal error: all goroutines are asleep - deadlock!

goroutine 1 [sync.Mutex.Lock]:
internal/sync.(*Mutex).lockSlow(0x1e7fa996098)
	/usr/local/go/src/internal/sync/mutex.go:149 +0x15d
main.main()
	/src/fatal/main.go:3 +0x6c`,
	"Go, its race detector": `WARNING: DATA RACE
Write at 0x00c000014108 by goroutine 7:
  main.main.func1()
      /src/main.go:9 +0x3c

Previous read at 0x00c000014108 by main goroutine:
  main.main()
      /src/main.go:11 +0x7c

Goroutine 7 (running) created at:
  main.main()
      /src/main.go:8 +0x5c
==================`,
	"C++, an exception that nobody caught": `terminate called after throwing an instance of 'std::runtime_error'
  what():  boom
Aborted (core dumped)`,
	"C, an assertion": `node: src/main.c:10: main: Assertion \`peers > 0' failed.
Aborted`,
	"a shell whose program was killed": `/run.sh: line 5:    12 Killed                  ./node --topic=test`,
	"Python, an exception while another is handled": `Traceback (most recent call last):
  File "/app/main.py", line 3, in f
    return 1 / 0
           ~~^~~
ZeroDivisionError: division by zero

During handling of the above exception, another exception occurred:

Traceback (most recent call last):
  File "/app/main.py", line 9, in <module>
    f()
KeyError: 'x'`,
	"Node.js": `/app/index.js:10
    throw new TypeError("boom");
    ^

TypeError: boom
    at Object.<anonymous> (/app/index.js:10:11)
    at Module._compile (node:internal/modules/cjs/loader:1105:14) {
  code: 'ERR_X'
}

Node.js v20.11.0`,
	"Rust, an error that main returns": `Error: failed to start

Caused by:
    0: failed to bind
    1: Address already in use (os error 98)

Stack backtrace:
   0: anyhow::error::<impl core::convert::From<E> for anyhow::Error>::from
             at ./src/main.rs:1:1`,
	".NET": `Unhandled exception. System.InvalidOperationException: boom
   at Program.Main() in /app/Program.cs:line 5
--- End of stack trace from previous location ---
   at Program.Run()`,
	// Rust 1.95
	"Rust, with a message of two lines": `thread 'worker' (23749) panicked at src/main.rs:15:103:
two
lines
stack backtrace:
   0: __rustc::rust_begin_unwind
   1: core::panicking::panic_fmt
             at /rustc/f2d3ce0/library/core/src/panicking.rs:80:14
   2: x::main::{{closure}}
note: Some details are omitted, run with \`RUST_BACKTRACE=full\` for a verbose backtrace.`,
	"Rust before 1.73": `thread 'main' panicked at 'index out of bounds: the len is 0', src/main.rs:15:165
note: run with \`RUST_BACKTRACE=1\` environment variable to display a backtrace`,
	"Rust before 1.73, a message of two lines": `thread 'main' panicked at 'no route
to peer', src/main.rs:15:165
note: run with \`RUST_BACKTRACE=1\` environment variable to display a backtrace`,
};

test.each(Object.entries(crashes))(
	"one crash belongs to one record: %s",
	(_name, crash) => {
		const lines = crash.split("\n").length;
		const text = `${record("before")}\n${crash}\n${record("after")}\n`;
		const { rows, tally } = parseAll(text);
		expect(tally).toMatchObject({
			eventCount: 2,
			continuations: lines,
			unparsed: [],
		});
		const continuations = rows.filter(({ event }) => event === "continuation");
		expect(new Set(continuations.map(({ of }) => of))).toEqual(new Set([1n]));
	},
);

test.each(Object.entries(crashes))(
	"a crash that no record is before is a record itself: %s",
	(_name, crash) => {
		const { rows, tally } = parseAll(`${crash}\n`);
		expect(rows.filter(({ event }) => event === "log")).toMatchObject([
			{ format: "crash", level: "fatal", message: crash.split("\n")[0] },
		]);
		expect(tally).toMatchObject({
			eventCount: 1,
			continuations: crash.split("\n").length - 1,
			unparsed: [],
		});
	},
);

test("zap's stack, whose functions have no arguments, belongs to its record", () => {
	// go.uber.org/zap 1.28, console
	const { tally } = parseAll(
		`2026-08-05T01:15:19.582Z\tERROR\tgowaku\twaku/node.go:100\tcould not start\t{"error": "x"}
main.Execute
\t/src/cmd/waku/node.go:100
main.main.func1
\t/src/cmd/waku/main.go:12
github.com/waku-org/go-waku/waku/v2/node.(*WakuNode).Start
\t/src/waku/v2/node/wakunode2.go:120
runtime.main
\t/usr/local/go/src/runtime/proc.go:250
`,
	);
	expect(tally).toMatchObject({
		eventCount: 1,
		continuations: 8,
		unparsed: [],
	});
});

test("a sentence after a crash is none of its lines", () => {
	const { tally } = parseAll(
		`${crashes["Go, a deadlock"]}\nno format at all\nmain.go\n`,
	);
	expect(tally.unparsed).toMatchObject([{ reason: "no format" }]);
});

test.each([
	"Nim, unhandled",
	"Nim, a message of two lines",
	"Rust before 1.73, a message of two lines",
])(
	"a sentence after the message of a crash is none of its lines: %s",
	(name) => {
		const message = crashes[name]?.split(/\n(?:Async|note)/)[0];
		const { tally } = parseAll(`${message}\nno format at all\n`);
		expect(tally.unparsed).toMatchObject([{ reason: "no format", count: 1 }]);
	},
);

test("a line that continues nothing is unparsed; an empty line is not", () => {
	const { tally } = parseAll(
		`\n    at src/main.rs:2\n\tindented\n${record("after")}\n  at x\n`,
	);
	expect(tally).toMatchObject({ eventCount: 1, continuations: 2 });
	expect(tally.unparsed).toMatchObject([
		{ reason: "continues no record", count: 2 },
	]);
});

test("an absurd share of indented lines is unparsed: their format is unknown", () => {
	const lines = (indented: number) =>
		`${record("start")}\n${"  some unknown format\n".repeat(indented)}`;
	expect(parseAll(lines(150)).tally).toMatchObject({
		continuations: 150,
		unparsed: [],
	});
	const { tally } = parseAll(lines(1000));
	expect(tally).toMatchObject({ continuations: 0, unparsedCount: 1000 });
	expect(tally.unparsed).toMatchObject([
		{ reason: expect.stringContaining("their format is unknown") },
	]);
	expect(tally.balanced).toBe(true);
});

test("a long crash is no absurd share", () => {
	const goroutines = `\ngoroutine 7 [select]:
main.loop(0x0)
\t/src/main.go:4 +0x1
created by main.main in goroutine 1
\t/src/main.go:5 +0x65
`.repeat(500);
	const { tally } = parseAll(`${record("x")}\npanic: full\n${goroutines}`);
	expect(tally).toMatchObject({ eventCount: 1, unparsed: [] });
});

test("a short line of chronicles does not swallow records of other formats", () => {
	const short = "INF 2026-08-05 01:15:19.582+00:00 Ready\n";
	const others = [
		"2026-08-05T01:15:19.582Z  INFO node: up",
		"2026-08-05T01:15:19Z INF up port=1",
		"time=2026-08-05T01:15:19Z level=info msg=up",
	];
	const { rows } = parseAll(others.map((line) => `${short}${line}\n`));
	expect(rows.map(({ message }) => message)).toEqual(
		others.flatMap(() => ["Ready", "up"]),
	);
});
