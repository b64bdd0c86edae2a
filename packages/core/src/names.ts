import { distance } from "fastest-levenshtein";

/** Whether a text is a DNS label (RFC 1123), which Kubernetes requires of most names. */
export function isDnsLabel(text: string, maxLength = 63): boolean {
	return (
		text.length <= maxLength && /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/.test(text)
	);
}

/** Whether Kubernetes accepts a text as the name of a container port (RFC 6335). */
export const isPortName = (text: string): boolean =>
	isDnsLabel(text, 15) && /[a-z]/.test(text) && !text.includes("--");

/** Whether Kubernetes accepts a text as the name of a Service (RFC 1035). */
export const isServiceName = (text: string): boolean =>
	isDnsLabel(text) && /^[a-z]/.test(text);

/** Whether Kubernetes accepts a text as the name of an environment variable. */
export const isVariableName = (text: string): boolean =>
	/^[ -<>-~]+$/.test(text);

/** Maximum length of a StatefulSet's name: its controller labels pods `<name>-<revision>`. */
export const STATEFUL_SET_NAME = 52;

/**
 * Finds the known name that an unknown one most likely stands for: the one with
 * the closest spelling (`nodes` for `node`), or else one that shares a word with
 * it (`nodes` for `num_nodes`).
 */
export function nearest(
	name: string,
	known: Iterable<string>,
): string | undefined {
	const ranked = [...known]
		.map((candidate) => ({
			candidate,
			edits: distance(name.toLowerCase(), candidate.toLowerCase()),
		}))
		.sort((a, b) => a.edits - b.edits);
	const [best] = ranked;
	if (best !== undefined && best.edits <= Math.max(2, name.length / 3)) {
		return best.candidate;
	}
	const words = wordsOf(name);
	return ranked.find(({ candidate }) =>
		wordsOf(candidate).some((word) => words.includes(word)),
	)?.candidate;
}

/** `num_nodes`, `numNodes` and `num-nodes` consist of the words `num` and `nodes`. Shorter words are ignored. */
const wordsOf = (name: string): string[] =>
	name
		.replaceAll(/([a-z0-9])([A-Z])/g, "$1 $2")
		.toLowerCase()
		.split(/[^a-z0-9]+/)
		.filter((word) => word.length > 2);

/** `did you mean 'x'?`, or the whole list if no name is close. */
export function suggestion(name: string, known: readonly string[]): string {
	const near = nearest(name, known);
	return near === undefined
		? `choose one of: ${known.join(", ")}`
		: `did you mean '${near}'?`;
}
