/** A fault in the user's input: what is wrong, where, and how to fix it. */
export interface Finding {
	/** Stable name of the rule, in kebab case: `duplicate-address`. */
	readonly code: string;
	readonly severity: "error" | "warning";
	/** One sentence with the offending value; in a conflict, names both sides. */
	readonly what: string;
	/** `path:line`, or the path of the value: `nodes.node-01.address`. */
	readonly where: string;
	/** What to do, in the imperative. */
	readonly help: string;
}

type Fault = Omit<Finding, "severity">;

/** A finding that stops the command. */
export const fault = (finding: Fault): Finding => ({
	severity: "error",
	...finding,
});

/** A finding that is shown but does not stop the command. */
export const warning = (finding: Fault): Finding => ({
	severity: "warning",
	...finding,
});

/** Formats a finding as three lines. */
export function formatFinding(finding: Finding): string {
	return [
		`${finding.severity}[${finding.code}]: ${finding.what}`,
		`  at    ${finding.where}`,
		`  help  ${finding.help}`,
	].join("\n");
}

/** Drops repeated findings: most faults appear in several environments. */
export const withoutRepeats = (findings: readonly Finding[]): Finding[] => [
	...new Map(
		findings.map((finding) => [formatFinding(finding), finding]),
	).values(),
];
