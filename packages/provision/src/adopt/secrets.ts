import type { ReadObject } from "@lab/kubernetes";
import { secrets as declared, type Secret } from "@lab/lab";
import type { Action, Step } from "./adoption.ts";

const keyOf = ({ namespace, name }: { namespace: string; name: string }) => ({
	apiVersion: "v1",
	kind: "Secret",
	metadata: { namespace, name },
});

const dataOf = (object: ReadObject | undefined): Record<string, string> =>
	(object?.data ?? {}) as Record<string, string>;

/** Values that programs have stored are carried over; provisioning creates the Secrets that are still missing. */
export const secrets: Step = {
	name: "secrets",
	purpose: "Secrets keep the values that databases and users know",
	async plan({ cluster, previous }) {
		const plans = Object.values<Secret>(declared).map(
			async (secret): Promise<Action[]> => {
				const title = `Secret ${secret.namespace}/${secret.name}`;
				const present = dataOf(await cluster.get(keyOf(secret)));
				const missing = Object.keys(secret.keys).filter(
					(key) => present[key] === undefined,
				);
				if (missing.length === 0) return [];
				const source = previous.carriedSecrets.find(
					({ to }) =>
						to.name === secret.name && to.namespace === secret.namespace,
				);
				const from = source && dataOf(await cluster.get(keyOf(source.from)));
				const carried = missing.filter((key) => from?.[key] !== undefined);
				if (source !== undefined && carried.length === missing.length)
					return [
						{
							what: `copy ${carried.join(", ")} of ${source.from.namespace}/${source.from.name} to ${title}`,
							why: source.why,
							act: async () => {
								const data = Object.fromEntries(
									carried.map((key) => [key, from?.[key] ?? ""]),
								);
								if (!(await cluster.create({ ...keyOf(secret), data })))
									await cluster.patch(keyOf(secret), { data });
							},
						},
					];
				if (Object.keys(present).length === 0)
					return [
						{
							what: `${title} is missing`,
							why: secret.why,
							help: "'pnpm provision cluster' creates it, with what ansible/vault.yml supplies",
							by: "later",
						},
					];
				return [
					{
						what: `${title} has no ${missing.join(", ")}`,
						why: secret.why,
						help: "add the keys by hand: provisioning leaves existing Secrets alone",
						by: "first",
					},
				];
			},
		);
		return (await Promise.all(plans)).flat();
	},
};
