import { fault } from "@lab/core";
import { validate } from "@lab/kubernetes";
import type { Rule } from "./rule.ts";

/** Kubernetes accepts every declared Secret, and each has a key. */
export const invalidSecret: Rule = {
	code: "invalid-secret",
	check: ({ secrets }) =>
		Object.entries(secrets).flatMap(([id, { name, namespace, keys }]) => {
			const at = (field: string, what: string, help: string) =>
				fault({
					code: "invalid-secret",
					what: `${field} of secret ${id} ${what}`,
					where: `secrets.${id}`,
					help,
				});
			const object = {
				...{ apiVersion: "v1", kind: "Secret", metadata: { name, namespace } },
				stringData: Object.fromEntries(
					Object.keys(keys).map((key) => [key, "a"]),
				),
			};
			return [
				...(validate(object) ?? []).map(({ path, what, help }) =>
					at(path, what, help),
				),
				...(Object.keys(keys).length > 0
					? []
					: [
							at(
								"keys",
								"is empty, so that nobody can read anything",
								"add one",
							),
						]),
			];
		}),
};
