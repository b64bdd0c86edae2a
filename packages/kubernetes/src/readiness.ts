/**
 * Annotation of pods: what they wait for, once they run, before they report
 * ready. A list of `<bundle>:<kind>/<name>`, separated by commas. Nothing in the
 * lab reads it: synth looks for deadlocks with it, and the replica, whose
 * simulated pods wait for nothing by themselves, keeps them unready until then.
 */
export const READY_WITH = "lab.vac.dev/ready-with";

const kinds = [
	/** The bundle has written the Secret's real value, in place of a first one that does not work. */
	"Secret",
	/** All its pods are ready. */
	"DaemonSet",
	"Deployment",
	"StatefulSet",
	/** A program of the bundle has registered its webhooks. */
	"MutatingWebhookConfiguration",
	"ValidatingWebhookConfiguration",
] as const;

/** Something that a pod waits for. */
export interface ReadinessNeed {
	/** Bundle that provides it. */
	readonly bundle: string;
	readonly kind: (typeof kinds)[number];
	/** Name; in the pod's namespace, if its kind has namespaces. */
	readonly name: string;
}

/** The annotation that declares the needs of a pod. */
export const readyWith = (
	...needs: readonly ReadinessNeed[]
): Readonly<Record<string, string>> => ({
	[READY_WITH]: needs.map(titleOfNeed).join(", "),
});

export const titleOfNeed = ({ bundle, kind, name }: ReadinessNeed): string =>
	`${bundle}:${kind}/${name}`;

/** Needs in the text of an annotation. @returns undefined if the text has another form */
export function readinessNeeds(text: string): ReadinessNeed[] | undefined {
	const needs = text.split(",").map((part) => {
		const [, bundle, kind, name] =
			/^\s*([^:/\s]+):([^:/\s]+)\/([^:/\s]+)\s*$/.exec(part) ?? [];
		const known = kinds.find((one) => one === kind);
		return bundle && known && name ? { bundle, kind: known, name } : undefined;
	});
	return needs.every((need) => need !== undefined) ? needs : undefined;
}
