import { distance } from "fastest-levenshtein";

/** A DNS label (RFC 1123): what Kubernetes accepts as the name of most things. */
export function isDnsLabel(text: string, maxLength = 63): boolean {
	return (
		text.length <= maxLength && /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/.test(text)
	);
}

/** The known name that a mistyped one most likely meant, if any is near. */
export function nearest(
	name: string,
	known: Iterable<string>,
): string | undefined {
	let best: string | undefined;
	let bestDistance = Math.max(2, Math.floor(name.length / 3)) + 1;
	for (const candidate of known) {
		const far = distance(name.toLowerCase(), candidate.toLowerCase());
		if (far < bestDistance) {
			best = candidate;
			bestDistance = far;
		}
	}
	return best;
}

/** `did you mean 'x'?`, or the whole list where nothing is near. */
export function suggestion(name: string, known: readonly string[]): string {
	const near = nearest(name, known);
	return near === undefined
		? `choose one of: ${known.join(", ")}`
		: `did you mean '${near}'?`;
}
