import type { EventOf, RunEvent, Verdict } from "@lab/record";
import type { MemberResult } from "@lab/runs";
import type { Answer } from "../../command.ts";

/** `<run>: succeeded / valid / pass`, followed by the reasons, one per line. */
export const verdictText = (verdict: Verdict): string =>
	[
		`${verdict.run}: ${verdict.outcome} / ${verdict.validity} / ${verdict.verdict}`,
		...verdict.reasons.map((reason) => `  ${reason}`),
	].join("\n");

/** Exit codes: 0 pass or nothing to judge, 1 the answer is no, 3 the run itself failed. */
export function verdictAnswer(verdict: Verdict): Answer {
	const exit =
		verdict.outcome === "failed" || verdict.outcome === "expired"
			? 3
			: verdict.validity === "valid" &&
					["pass", "no-baseline"].includes(verdict.verdict)
				? 0
				: 1;
	return { exit, document: verdict, text: verdictText(verdict) };
}

/** Describes an event in one line; undefined for details that are not shown. */
export function eventText(event: RunEvent): string | undefined {
	switch (event.kind) {
		case "entered":
			return event.state;
		case "resumed":
			return `${event.state}, resumed by ${event.runner}`;
		case "wave-scaled":
			return `${event.group}: ${event.replicas} nodes started`;
		case "nodes-ready":
			return `${event.ready} of ${event.of} nodes ready`;
		case "node-lost":
			return `${event.node} lost: ${event.why}`;
		case "step-started":
			return `${event.step} started`;
		case "step-finished":
			return `${event.step} finished${event.note === undefined ? "" : `: ${event.note}`}`;
		case "step-skipped":
			return `${event.step} skipped: ${event.why}`;
		case "probed":
			return `${event.step}, ${event.when}: ${event.seen}${event.holds ? "" : ` (expected: ${event.expected})`}`;
		case "scraped":
			return `${event.nodes} nodes scraped until the end${event.missing.length > 0 ? `, except ${event.missing.join(", ")}` : ""}`;
		case "logs-ended":
			return `${event.nodes.length} logs end with a sentinel${event.missing.length > 0 ? `, those of ${event.missing.join(", ")} do not` : ""}`;
		case "collected":
			return `collected ${event.rows} rows, ${event.bytes} bytes`;
		case "shipped":
			return shippedText(event);
		case "not-collected":
			return `${event.what} not collected: ${event.why}`;
		case "step-failed":
			return `${event.state}, attempt ${event.attempt} failed: ${event.why}`;
		case "outcome":
			return `${event.outcome}${event.why === undefined ? "" : `: ${event.why}`}`;
		case "abort-asked":
			return `abort requested by ${event.by}`;
		case "extended":
			return `extended by ${event.byMs / 1000} s`;
		case "judged":
			return `${event.validity} / ${event.verdict}`;
		default:
			return undefined;
	}
}

/** Shown only if the log store lacks lines, or has too many. */
function shippedText({
	lines,
	stored,
	differing,
	why,
}: EventOf<"shipped">): string | undefined {
	if (differing.length === 0 && why === undefined) return undefined;
	const nodes = differing.map(({ node }) => node).slice(0, 5);
	return `the log store has ${stored ?? "an unknown number"} of ${lines} lines${nodes.length > 0 ? `, it differs from the logs of ${nodes.join(", ")}` : ""}${why === undefined ? "" : `: ${why}`}`;
}

/** Describes one run of a sweep in one line. */
export const resultText = ({
	label,
	run,
	verdict,
	error,
}: MemberResult): string =>
	[
		label,
		run ?? "not started",
		verdict === undefined
			? (error ?? "")
			: `${verdict.outcome} / ${verdict.validity} / ${verdict.verdict}`,
	]
		.filter(Boolean)
		.join("  ");
