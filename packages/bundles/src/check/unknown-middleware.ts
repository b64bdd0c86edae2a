import { fault } from "@lab/core";
import { namespaceOf, titleOf } from "@lab/kubernetes";
import { mapOf } from "../references/reference.ts";
import { eachObject } from "./_objects.ts";
import { placeOf } from "./_places.ts";
import { referenceRule } from "./_references.ts";
import type { Rule } from "./rule.ts";

const { code, check: unresolved } = referenceRule("unknown-middleware");

const ANNOTATION = "traefik.ingress.kubernetes.io/router.middlewares";

/** Every Traefik middleware that is named exists, by the name that Traefik gives it: it answers 404 on a route without it. */
export const unknownMiddleware: Rule = {
	code,
	check: (bundles, platform) => [
		...unresolved(bundles, platform),
		...eachObject(bundles, (object, entry) => {
			const names = mapOf(object.metadata.annotations)[ANNOTATION];
			if (typeof names !== "string") return [];
			return names
				.split(",")
				.map((name) => name.trim())
				.filter((name) => !isQualified(name))
				.map((name) =>
					fault({
						code,
						what: `${titleOf(object)} names the middleware ${JSON.stringify(name)}, which is no name of Traefik's`,
						where: placeOf(entry, object, `metadata.annotations.${ANNOTATION}`),
						help: `write ${qualified(name, namespaceOf(object, entry.namespace) ?? "")}: namespace, dash, name and @kubernetescrd`,
					}),
				);
		}),
	],
};

/** Ingresses define no middlewares, and a name without a provider means one of them. */
const isQualified = (name: string): boolean =>
	/^[^/@\s]+@[\w-]+$/.test(name) && !name.endsWith("@kubernetes");

function qualified(name: string, namespace: string): string {
	const bare = name.replace(/@.*$/, "").replace("/", "-");
	const full =
		name.includes("/") || bare.startsWith(`${namespace}-`)
			? bare
			: `${namespace}-${bare || "<name>"}`;
	return `${full}@kubernetescrd`;
}
