/** A fault in what a person wrote: where it stands, why it is one, how to mend it. */
export interface Finding {
	/** Stable name of the rule, kebab case: `duplicate-address`. */
	readonly code: string;
	readonly severity: "error" | "warning";
	/** One sentence with the offending value and, where there are two, both owners. */
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

/** A finding that is shown, and stops nothing. */
export const warning = (finding: Fault): Finding => ({
	severity: "warning",
	...finding,
});

/** The three lines in which every fault is shown. */
export function formatFinding(finding: Finding): string {
	return [
		`${finding.severity}[${finding.code}]: ${finding.what}`,
		`  at    ${finding.where}`,
		`  help  ${finding.help}`,
	].join("\n");
}
