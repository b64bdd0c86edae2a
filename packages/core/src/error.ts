import { type Finding, fault } from "./finding.ts";

/** How a command ended, as its exit code. */
export const exitCode = {
	done: 0,
	/** The answer is no: would change, verdict fail. */
	no: 1,
	wrongInput: 2,
	/** A machine or a service let us down. */
	letDown: 3,
} as const;

export interface LabErrorProps {
	readonly code: string;
	readonly what: string;
	readonly where: string;
	readonly help: string;
	/** @default exitCode.wrongInput */
	readonly exit?: typeof exitCode.wrongInput | typeof exitCode.letDown;
	readonly cause?: unknown;
}

/**
 * A fault that the reader can mend. Whatever else is thrown is a bug of ours
 * and keeps its stack.
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

/**
 * Lets a list of findings pass when none of them is an error.
 *
 * @returns the warnings
 * @throws LabError with all the findings when one of them is an error
 */
export function assertNoFaults(findings: readonly Finding[]): Finding[] {
	if (findings.some(({ severity }) => severity === "error")) {
		throw new LabError(findings);
	}
	return [...findings];
}
