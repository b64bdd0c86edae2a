import { fault, suggestion } from "@lab/core";
import { groupKindOf, titleOf } from "@lab/kubernetes";
import { isName, mapOf } from "../references/reference.ts";
import { eachObject } from "./_objects.ts";
import { placeOf } from "./_places.ts";
import type { Rule } from "./rule.ts";

const ANNOTATION = "traefik.ingress.kubernetes.io/router.entrypoints";

/** Every entry point that a route names is one of the proxy's: it ignores the route otherwise. */
export const unknownEntryPoint: Rule = {
	code: "unknown-entry-point",
	check: (bundles, { entryPoints }) => {
		if (entryPoints === undefined) return [];
		return eachObject(bundles, (object, entry) => {
			const kind = groupKindOf(object);
			const annotated = mapOf(object.metadata.annotations)[ANNOTATION];
			const named: (readonly [string, readonly unknown[]])[] = [
				[
					`metadata.annotations.${ANNOTATION}`,
					isName(annotated) && kind.startsWith("Ingress.")
						? annotated.split(",").map((name) => name.trim())
						: [],
				],
				[
					"spec.entryPoints",
					/^IngressRoute(TCP|UDP)?\.traefik\.io$/.test(kind)
						? listOf(mapOf(object.spec).entryPoints)
						: [],
				],
			];
			return named.flatMap(([path, names]) =>
				names
					.filter((name) => !entryPoints.includes(String(name)))
					.map((name) =>
						fault({
							code: "unknown-entry-point",
							what: `${titleOf(object)} is for the entry point ${name}, which the proxy does not have`,
							where: placeOf(entry, object, path),
							help: suggestion(String(name), entryPoints),
						}),
					),
			);
		});
	},
};

const listOf = (value: unknown): readonly unknown[] =>
	Array.isArray(value) ? value : [];
