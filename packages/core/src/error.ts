import { type Finding, fault } from "./finding.ts";

/** Exit codes of commands. */
export const exitCode = {
	done: 0,
	/** The answer is no: would change, verdict fail. */
	no: 1,
	wrongInput: 2,
	/** A machine or a service failed. */
	unavailable: 3,
} as const;

export interface LabErrorProps {
	readonly code: string;
	readonly what: string;
	readonly where: string;
	readonly help: string;
	/** @default exitCode.wrongInput */
	readonly exit?: typeof exitCode.wrongInput | typeof exitCode.unavailable;
	readonly cause?: unknown;
}

/**
 * An error that the user can fix. Any other exception is a bug in our code and
 * is shown with its stack trace.
 */
export class LabError extends Error {
	override readonly name = "LabError";
	readonly findings: readonly Finding[];
	readonly exit: number;

	constructor(props: LabErrorProps | readonly Finding[]) {
		const findings = "code" in props ? [fault(asFinding(props))] : [...props];
		super(
			findings.map(({ code, what }) => `${code}: ${what}`).join("\n"),
			"code" in props && props.cause !== undefined
				? { cause: props.cause }
				: undefined,
		);
		this.findings = findings;
		this.exit =
			("code" in props ? props.exit : undefined) ?? exitCode.wrongInput;
	}

	/** The code of the first finding. */
	get code(): string {
		return this.findings[0]?.code ?? "unknown";
	}
}

function asFinding({ code, what, where, help }: LabErrorProps) {
	return { code, what, where, help };
}

/** Meaning of the error codes of file operations, and what to do. */
const refusals: Readonly<
	Record<string, readonly [what: string, help: string]>
> = {
	EACCES: ["permission denied", "give this user the right to it"],
	EBUSY: ["it is in use or a mount point", "free it, or use another folder"],
	EDQUOT: ["the disk quota is used up", "make room there"],
	EISDIR: ["it is a folder", "move the folder away"],
	ELOOP: ["its links lead in a circle", "remove the link"],
	EMFILE: ["too many files are open", "raise the limit: ulimit -n"],
	ENOENT: ["it does not exist", "create it, or correct the path"],
	ENOSPC: ["no space left on the disk", "make room there"],
	ENOTDIR: ["a part of the path is not a folder", "correct the path"],
	EPERM: ["the operation is not permitted", "give this user the right to it"],
	EROFS: ["the file system is read-only", "use a folder that can be written"],
};

/**
 * Converts an error of a system call to a LabError.
 *
 * @param where place to name if the error has no path
 * @returns undefined for any other error
 */
export function systemError(
	error: unknown,
	where?: string,
): LabError | undefined {
	const { code, syscall, path, message } = error as NodeJS.ErrnoException;
	if (!(error instanceof Error) || code === undefined || syscall === undefined)
		return undefined;
	const [what, help] = refusals[code] ?? [message, "see what is wrong there"];
	return new LabError({
		code: code === "ENOSPC" ? "disk-full" : "system-error",
		what: `${what} (${code}, ${syscall})`,
		where: path ?? where ?? syscall,
		help,
		exit: exitCode.unavailable,
		cause: error,
	});
}

/**
 * Converts an error that the code of a component or an experiment threw to findings.
 *
 * @param name of the component or experiment
 * @param source path of its file
 */
export function faultsOf(
	error: unknown,
	name: string,
	source: string,
): readonly Finding[] {
	if (error instanceof LabError) return error.findings;
	const place = frames(error).find((frame) => frame.startsWith(`${source}:`));
	return [
		fault({
			code: "unusable-description",
			what: `${name} cannot be rendered: ${reasonOf(error)}`,
			where: place ?? source,
			help: "correct it",
		}),
	];
}

/** Line of our sources that threw an error: `packages/core/src/error.ts:12`. */
export const placeOf = (error: unknown): string | undefined => frames(error)[0];

/** Lines of our sources in a stack trace, innermost first. */
const frames = (error: unknown): string[] =>
	[
		...((error instanceof Error && error.stack) || "").matchAll(
			/(?:packages|local-lab|ansible)\/[^\s():]+\.ts:\d+/g,
		),
	]
		.map(([frame]) => frame)
		.filter((frame) => !frame.includes("node_modules"));

/** First line of an error's message. */
export const reasonOf = (error: unknown): string =>
	error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error);

/**
 * Throws if any finding is an error.
 *
 * @returns the findings, all of them warnings
 * @throws LabError with all the findings, warnings included
 */
export function assertNoFaults(findings: readonly Finding[]): Finding[] {
	if (findings.some(({ severity }) => severity === "error")) {
		throw new LabError(findings);
	}
	return [...findings];
}
