import { fault } from "@lab/core";
import { groupKindOf, titleOf } from "@lab/kubernetes";
import { entriesOf, mapOf } from "../references/reference.ts";
import { matchesIn, ruleFault } from "../syntax/traefik-rule.ts";
import { eachObject } from "./_objects.ts";
import { placeOf } from "./_places.ts";
import type { Rule } from "./rule.ts";

const protocols: Readonly<Record<string, "http" | "tcp">> = {
	"IngressRoute.traefik.io": "http",
	"IngressRouteTCP.traefik.io": "tcp",
};

/** Traefik can parse every rule of a route: it answers 404 where it cannot. */
export const brokenRoute: Rule = {
	code: "broken-route",
	check: (bundles) =>
		eachObject(bundles, (object, entry) => {
			const protocol = protocols[groupKindOf(object)];
			if (protocol === undefined) return [];
			const { routes, tls } = mapOf(object.spec);
			return entriesOf(routes).flatMap(([index, { match, syntax }]) => {
				if (typeof match !== "string" || syntax === "v2") return [];
				const why =
					ruleFault(match, protocol) ??
					(tls === undefined && protocol === "tcp"
						? needsTls(match)
						: undefined);
				return why === undefined
					? []
					: [
							fault({
								code: "broken-route",
								what: `the rule of a route in ${titleOf(object)} ${why}: ${match.trim()}`,
								where: placeOf(entry, object, `spec.routes[${index}].match`),
								help: "correct the rule, in the syntax of Traefik 3; until then the route does not exist",
							}),
						];
			});
		}),
};

/** Without TLS, a client does not say which host it wants. */
function needsTls(match: string): string | undefined {
	const matches = matchesIn(match);
	return typeof matches !== "string" &&
		matches.some(
			({ matcher, arguments: [host] }) =>
				/^hostsni$/i.test(matcher) && host !== "*",
		)
		? "asks for a host, although the route has no tls"
		: undefined;
}
