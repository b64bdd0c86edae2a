import { fault } from "@lab/core";
import type { Rule } from "./rule.ts";

/** Labels of DNS before the domain; none for the domain itself. */
const SUBDOMAIN =
	/^([a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?(\.[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?)*)?$/;

/** Every endpoint has a path, which its start page is below, and a subdomain that DNS accepts. */
export const invalidEndpoint: Rule = {
	code: "invalid-endpoint",
	check: ({ endpoints }) =>
		Object.entries(endpoints).flatMap(([key, { path, start, subdomain }]) => {
			const at = (field: string, what: string, help: string) =>
				fault({
					code: "invalid-endpoint",
					what: `${field} of endpoint ${key} ${what}`,
					where: `endpoints.${key}.${field}`,
					help,
				});
			return [
				...(path.startsWith("/")
					? []
					: [at("path", `is '${path}'`, "start it with /")]),
				...(start === undefined || start.startsWith(path)
					? []
					: [
							at(
								"start",
								`is '${start}', which is not below ${path}, so that the proxy does not serve it`,
								`start it with ${path}`,
							),
						]),
				...(SUBDOMAIN.test(subdomain)
					? []
					: [
							at(
								"subdomain",
								`is '${subdomain}', which is no part of a host name`,
								"use lower-case letters, digits and dashes",
							),
						]),
			];
		}),
};
