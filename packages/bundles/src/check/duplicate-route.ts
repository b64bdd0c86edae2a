import { fault } from "@lab/core";
import {
	groupKindOf,
	namespaceOf,
	type ReadObject,
	titleOf,
} from "@lab/kubernetes";
import { entriesOf, isName, mapOf } from "../references/reference.ts";
import { placeOf } from "./_places.ts";
import type { Rule } from "./rule.ts";

/** Every host and path leads to one place: of two equal routes, the proxy chooses one at random. */
export const duplicateRoute: Rule = {
	code: "duplicate-route",
	check: (bundles) => {
		const seen: (Route & { readonly owner: string })[] = [];
		return bundles
			.filter(({ bundle }) => bundle.props.parkedUntil === undefined)
			.flatMap((entry) => {
				const own = entry.objects.map((object) => ({ object, ours: true }));
				const charts = entry.bundle.props.helm?.creates?.objects ?? [];
				return [
					...charts.map((object) => ({ object, ours: false })),
					...own,
				].flatMap(({ object }) =>
					routesOf(object).flatMap((route) => {
						const first = seen.find((other) => collide(route, other));
						const namespace = namespaceOf(object, entry.namespace);
						const owner = `${titleOf(object)} of ${namespace}`;
						seen.push({ ...route, owner });
						if (first === undefined) return [];
						return [
							fault({
								code: "duplicate-route",
								what: `${route.what} is in both ${first.owner} and ${owner}`,
								where: placeOf(entry, object, route.at),
								help: "remove it from one of them, or give it another host or path",
							}),
						];
					}),
				);
			});
	},
};

interface Route {
	/** Requests that it matches, and its priority: routes that differ here do not collide. */
	readonly id: string;
	/** Ingress class; undefined for any. */
	readonly class?: string | undefined;
	/** Entry points of the proxy; undefined for all. */
	readonly entryPoints: readonly string[] | undefined;
	readonly what: string;
	readonly at: string;
}

const collide = (a: Route, b: Route): boolean =>
	a.id === b.id &&
	(a.class === undefined || b.class === undefined || a.class === b.class) &&
	(a.entryPoints === undefined ||
		b.entryPoints === undefined ||
		a.entryPoints.some((name) => b.entryPoints?.includes(name)));

const ENTRY_POINTS = "traefik.ingress.kubernetes.io/router.entrypoints";
const PRIORITY = "traefik.ingress.kubernetes.io/router.priority";
const CLASS = "kubernetes.io/ingress.class";

const routesOf = (object: ReadObject): Route[] =>
	readers[groupKindOf(object)]?.(object) ?? [];

const readers: Readonly<Record<string, (object: ReadObject) => Route[]>> = {
	"Ingress.networking.k8s.io": ({ spec, metadata }) => {
		const { rules, ingressClassName } = mapOf(spec);
		const annotations = mapOf(metadata.annotations);
		const points = annotations[ENTRY_POINTS];
		const named = ingressClassName ?? annotations[CLASS];
		return entriesOf(rules).flatMap(([rule, { host = "", http }]) =>
			entriesOf(mapOf(http).paths).map(([index, { path = "/", pathType }]) => ({
				id: idOfRoute(
					annotations[PRIORITY],
					String(host),
					pathType === "Exact" ? "=" : "",
					String(path),
				),
				class: isName(named) ? named : undefined,
				entryPoints: isName(points)
					? points.split(",").map((name) => name.trim())
					: undefined,
				what: `${host || "every host"}, path ${path}`,
				at: `spec.rules[${rule}].http.paths[${index}]`,
			})),
		);
	},
	"IngressRoute.traefik.io": ({ spec }) => {
		const { routes, entryPoints } = mapOf(spec);
		return entriesOf(routes).map(([index, { match, priority }]) => {
			const [, host, operator, path = "/"] = SIMPLE.exec(String(match)) ?? [];
			return {
				id:
					host === undefined
						? JSON.stringify([priority, match])
						: idOfRoute(priority, host, operator === "Path" ? "=" : "", path),
				entryPoints: Array.isArray(entryPoints) ? entryPoints : undefined,
				what: String(match),
				at: `spec.routes[${index}]`,
			};
		});
	},
};

/** The rule that Traefik makes of an Ingress, written by hand. */
const SIMPLE =
	/^\s*Host\(`([^`]+)`\)(?:\s*&&\s*(Path|PathPrefix)\(`([^`]+)`\))?\s*$/;

/** A prefix matches the same requests with and without a slash at its end. */
const idOfRoute = (
	priority: unknown = "",
	host: string,
	exact: "=" | "",
	path: string,
): string =>
	JSON.stringify([
		priority,
		host.toLowerCase(),
		exact === "=" ? `=${path}` : path.replace(/(?<=.)\/+$/, ""),
	]);
