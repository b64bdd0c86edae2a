import { type Reference, refer } from "./reference.ts";

/** `name.namespace.svc`, with or without a pod before it, the cluster's domain, and a port. */
const FULL =
	/(?<![\w.$})-])(?:[a-z0-9-]+\.)?([a-z][a-z0-9-]*)\.([a-z0-9][a-z0-9-]*)\.svc(?:\.cluster\.local)?(?![\w-]|\.\w)\.?(?::(\d{1,5})(?!\d))?/g;

/** `http://name.namespace:port`; the namespace may also be a domain outside. */
const SHORT =
	/:\/\/(?:[^\s/@:]*:[^\s/@]*@)?([a-z][a-z0-9-]*)\.([a-z][a-z0-9-]*)(?![\w.$({-])(?::(\d{1,5})(?!\d))?/g;

/**
 * Services whose cluster DNS name is in a text: a URL, a flag, a file of a ConfigMap.
 *
 * @param namespaces namespaces of the cluster, by which a short name differs from a name outside
 */
export function servicesInText(
	text: string,
	at: Reference["at"],
	namespaces: ReadonlySet<string>,
): Reference[] {
	if (!text.includes(".")) return [];
	return [
		...(text.includes(".svc") ? text.matchAll(FULL) : []),
		...(text.includes("://")
			? [...text.matchAll(SHORT)].filter(([, , namespace = ""]) =>
					namespaces.has(namespace),
				)
			: []),
	].flatMap(([, name, namespace, port]) =>
		refer("Service", name, at, {
			namespace,
			...(port !== undefined && { port: Number(port) }),
		}),
	);
}
