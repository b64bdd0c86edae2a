import { exitCode, LabError } from "@lab/core";
import { toolVariable } from "./locate.ts";
import { goVersion, type Pin } from "./pins.ts";

/** Help text: ways to supply a tool that could not be installed. */
export function waysToSupply(pin: Pin | undefined): string {
	if (pin === undefined) return "";
	const { name, version } = pin;
	return [
		`set ${toolVariable(name)} to a binary`,
		...(pin.asks ? [`put ${name} ${version} on PATH`] : []),
		...(pin.release ? [`let this machine reach ${pin.release.url}`] : []),
		`or install Go ${goVersion(pin.family)} or newer`,
	].join(", ");
}

/** Names and version of tools: `kwok 0.8.0`, `kwok, kwokctl 0.8.0`. */
export const named = (pins: readonly Pin[]): string =>
	`${pins.map(({ name }) => name).join(", ")} ${pins[0]?.version}`;

/** Error for a tool that cannot be installed because of the machine or a service. */
export function toolFault(
	code: string,
	pins: readonly Pin[],
	reason: string,
	where: string,
	cause?: unknown,
): LabError {
	return new LabError({
		code,
		what: `${named(pins)}: ${reason}`,
		where,
		help: waysToSupply(pins[0]),
		exit: exitCode.unavailable,
		cause,
	});
}

/** Subject of the work, for error messages. */
export interface Subject {
	readonly what: string;
	/** Alternatives if the work fails. */
	readonly help: string;
	readonly cache: string;
	readonly signal?: AbortSignal | undefined;
}

/**
 * Turns an error that stopped the work (full disk, unwritable folder, Ctrl-C)
 * into one that names the subject. Returns other errors unchanged: LabErrors
 * that already name it, and bugs.
 */
export function explain(error: unknown, subject: Subject): unknown {
	const { what, help, cache, signal } = subject;
	const shared = { where: cache, exit: exitCode.unavailable, cause: error };
	if (signal?.aborted) {
		return new LabError({
			...shared,
			code: "interrupted",
			what: `interrupted while obtaining ${what}`,
			help: "run it again: it resumes with what has been downloaded",
		});
	}
	const full = /ENOSPC|no space left on device/i;
	if (error instanceof Error && full.test(error.message)) {
		return new LabError({
			...shared,
			code: "disk-full",
			what: `no space left on the disk while obtaining ${what}`,
			help: `free some space there, choose another folder with VACLAB_CACHE, or ${help}`,
		});
	}
	const { code, message } = error as NodeJS.ErrnoException;
	if (["EACCES", "EPERM", "EROFS", "ENOTDIR"].includes(code ?? "")) {
		return new LabError({
			...shared,
			code: "cache-unusable",
			what: `cannot write there while obtaining ${what}: ${message}`,
			help: `choose another folder with VACLAB_CACHE, or ${help}`,
		});
	}
	return error;
}
