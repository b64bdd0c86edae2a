import { distance } from "fastest-levenshtein";

/** A DNS label (RFC 1123): what Kubernetes accepts as the name of most things. */
export function isDnsLabel(text: string, maxLength = 63): boolean {
	return (
		text.length <= maxLength && /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/.test(text)
	);
}

/**
 * The known name that another one most likely meant, if any: one that is
 * spelled nearly so (`node` for `nodes`), else one that shares a word with it
 * (`num_nodes` for `nodes`).
 */
export function nearest(
	name: string,
	known: Iterable<string>,
): string | undefined {
	const ranked = [...known]
		.map((candidate) => ({
			candidate,
			far: distance(name.toLowerCase(), candidate.toLowerCase()),
		}))
		.sort((a, b) => a.far - b.far);
	const [best] = ranked;
	if (best !== undefined && best.far <= Math.max(2, name.length / 3)) {
		return best.candidate;
	}
	const words = wordsOf(name);
	return ranked.find(({ candidate }) =>
		wordsOf(candidate).some((word) => words.includes(word)),
	)?.candidate;
}

/** `num_nodes`, `numNodes` and `num-nodes` are the words `num` and `nodes`; short ones tell nothing. */
const wordsOf = (name: string): string[] =>
	name
		.replaceAll(/([a-z0-9])([A-Z])/g, "$1 $2")
		.toLowerCase()
		.split(/[^a-z0-9]+/)
		.filter((word) => word.length > 2);

/** `did you mean 'x'?`, or the whole list where nothing is near. */
export function suggestion(name: string, known: readonly string[]): string {
	const near = nearest(name, known);
	return near === undefined
		? `choose one of: ${known.join(", ")}`
		: `did you mean '${near}'?`;
}
