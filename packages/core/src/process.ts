import { open } from "node:fs/promises";
import type { ExecaError, Options } from "execa";
import { exitCode, LabError } from "./error.ts";
import { type Duration, toMilliseconds } from "./units.ts";

export interface RunOptions {
	readonly cwd?: string;
	/** Added to our environment; `undefined` removes a variable. */
	readonly env?: Readonly<Record<string, string | undefined>>;
	readonly input?: string;
	/** Wall-clock time until SIGTERM; SIGKILL follows 5 s later. */
	readonly timeout: Duration;
	readonly signal?: AbortSignal;
	/** Runs in its own session, so that signals to our process group do not reach it. @default false */
	readonly detached?: boolean;
	/** Called with each line of stdout and stderr as it arrives. */
	readonly onLine?: (line: string) => void;
}

export interface RunResult {
	readonly exit: number;
	readonly stdout: string;
	readonly stderr: string;
}

/** Loaded on demand: execa is half as large as cdk8s, and many commands start no program. */
const loadExeca = () => import("execa");

const TAIL_LINES = 20;

/**
 * Runs a program and waits until it ends.
 *
 * @throws LabError `command-failed` (with the last 20 lines), `command-timed-out`, `command-not-found`
 */
export async function run(
	program: string,
	args: readonly string[],
	options: RunOptions,
): Promise<RunResult> {
	const result = await tryRun(program, args, options);
	if (result.exit === 0) return result;
	throw new LabError({
		code: "command-failed",
		what: `${program} ended with exit code ${result.exit}\n${tail(result)}`,
		where: [program, ...args].join(" "),
		help: "read its last lines of output above",
		exit: exitCode.unavailable,
	});
}

/**
 * Runs a program, and returns its exit code instead of throwing if it is not 0.
 *
 * @throws LabError `command-timed-out`, `command-not-found`
 */
export async function tryRun(
	program: string,
	args: readonly string[],
	options: RunOptions,
): Promise<RunResult> {
	const settings: Options = {
		timeout: toMilliseconds(options.timeout),
		forceKillAfterDelay: 5000,
		reject: false,
		all: options.onLine !== undefined,
		maxBuffer: 1e9,
		stripFinalNewline: false,
		...(options.detached === true ? { detached: true, cleanup: false } : {}),
		...(options.cwd === undefined ? {} : { cwd: options.cwd }),
		...(options.env === undefined ? {} : { env: options.env }),
		...(options.input === undefined
			? { stdin: "ignore" }
			: { input: options.input }),
		...(options.signal === undefined ? {} : { cancelSignal: options.signal }),
	};
	const { execa } = await loadExeca();
	const child = execa(program, args, settings);
	if (options.onLine !== undefined) {
		for await (const line of child.iterable({ from: "all" } as object)) {
			options.onLine(String(line));
		}
	}
	const result = await child;
	if (result.failed && result.exitCode === undefined) {
		throw couldNotEnd(program, args, options, result as unknown as ExecaError);
	}
	return {
		exit: result.exitCode ?? 1,
		stdout: String(result.stdout ?? ""),
		stderr: String(result.stderr ?? ""),
	};
}

export interface StartOptions {
	readonly cwd?: string;
	readonly env?: Readonly<Record<string, string | undefined>>;
	/** File to which its stdout and stderr are appended. */
	readonly log: string;
}

/**
 * Starts a program that outlives this process; `startDaemon` also returns its start time.
 *
 * @returns its process id
 * @throws LabError `command-not-found`
 */
export async function spawnDetached(
	program: string,
	args: readonly string[],
	{ cwd, env, log }: StartOptions,
): Promise<number> {
	const output = await open(log, "a");
	const { execa } = await loadExeca();
	const child = execa(program, args, {
		detached: true,
		cleanup: false,
		reject: false,
		stdin: "ignore",
		stdout: output.fd as never,
		stderr: output.fd as never,
		...(cwd === undefined ? {} : { cwd }),
		...(env === undefined ? {} : { env }),
	});
	child.unref();
	await output.close();
	if (child.pid !== undefined) return child.pid;
	throw couldNotEnd(
		program,
		args,
		{ timeout: "0s" },
		(await child) as unknown as ExecaError,
	);
}

function couldNotEnd(
	program: string,
	args: readonly string[],
	options: RunOptions,
	error: Pick<ExecaError, "timedOut" | "shortMessage"> & {
		code?: string | undefined;
	},
): LabError {
	const where = [program, ...args].join(" ");
	if (error.timedOut) {
		return new LabError({
			code: "command-timed-out",
			what: `${program} did not end within ${options.timeout}`,
			where,
			help: "find out what it was waiting for",
			exit: exitCode.unavailable,
			cause: error,
		});
	}
	if (error.code === "ENOENT") {
		return new LabError({
			code: "command-not-found",
			what: `${program} is not installed on this machine`,
			where,
			help: "install it, or see 'pnpm lab tools list'",
			exit: exitCode.unavailable,
			cause: error,
		});
	}
	return new LabError({
		code: "command-failed",
		what: error.shortMessage,
		where,
		help: "run it again",
		exit: exitCode.unavailable,
		cause: error,
	});
}

function tail({ stdout, stderr }: RunResult): string {
	const lines = `${stdout}\n${stderr}`.trimEnd().split("\n");
	return lines.slice(-TAIL_LINES).join("\n");
}
