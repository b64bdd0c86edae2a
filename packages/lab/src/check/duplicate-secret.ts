import { fault } from "@lab/core";
import type { Rule } from "./rule.ts";

/** Every Secret is declared once. */
export const duplicateSecret: Rule = {
	code: "duplicate-secret",
	check({ secrets }) {
		const owners = new Map<string, string>();
		return Object.entries(secrets).flatMap(([key, { namespace, name }]) => {
			const id = `${namespace}/${name}`;
			const first = owners.get(id);
			owners.set(id, first ?? key);
			return first === undefined
				? []
				: [
						fault({
							code: "duplicate-secret",
							what: `Secret ${id} is declared by both ${first} and ${key}`,
							where: `secrets.${key}`,
							help: "merge the two, or rename one",
						}),
					];
		});
	},
};
