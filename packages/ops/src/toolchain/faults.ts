import { exitCode, LabError } from "@lab/core";
import { toolVariable } from "./locate.ts";
import { goVersion, type Pin } from "./pins.ts";

/** The ways in which a person can supply a tool that we could not get. */
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

/** `kwok 0.8.0`, `kwok, kwokctl 0.8.0`. */
export const named = (pins: readonly Pin[]): string =>
	`${pins.map(({ name }) => name).join(", ")} ${pins[0]?.version}`;

/** A tool could not be had, for a reason that lies with a machine or a service. */
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
		exit: exitCode.letDown,
		cause,
	});
}

/** What the work was about, for one who reads only the fault. */
export interface Subject {
	readonly what: string;
	/** Ways to do without what failed. */
	readonly help: string;
	readonly cache: string;
	readonly signal?: AbortSignal | undefined;
}

/**
 * Names the subject in whatever stopped the work on it: a full disk, a folder
 * that we may not write, Ctrl-C.
 * Faults that already name it, and bugs, pass as they are.
 */
export function explain(error: unknown, subject: Subject): unknown {
	const { what, help, cache, signal } = subject;
	const shared = { where: cache, exit: exitCode.letDown, cause: error };
	if (signal?.aborted) {
		return new LabError({
			...shared,
			code: "interrupted",
			what: `stopped while getting ${what}`,
			help: "call it again: it goes on with what is already there",
		});
	}
	const full = /ENOSPC|no space left on device/i;
	if (error instanceof Error && full.test(error.message)) {
		return new LabError({
			...shared,
			code: "disk-full",
			what: `no space left on the disk while getting ${what}`,
			help: `make room there, name another folder with VACLAB_CACHE, or ${help}`,
		});
	}
	const { code, message } = error as NodeJS.ErrnoException;
	if (["EACCES", "EPERM", "EROFS", "ENOTDIR"].includes(code ?? "")) {
		return new LabError({
			...shared,
			code: "cache-unusable",
			what: `cannot write there while getting ${what}: ${message}`,
			help: `name another folder with VACLAB_CACHE, or ${help}`,
		});
	}
	return error;
}
