import { type Finding, fault, suggestion } from "@lab/core";
import type { ReadObject } from "@lab/kubernetes";
import { plainValues } from "../values.ts";
import { type SecretReference, secretsIn } from "./_secret-references.ts";
import type { Rule, UsedObject } from "./rule.ts";

/** Every Secret and key that an object or a release reads is declared. */
export const undeclaredSecret: Rule = {
	code: "undeclared-secret",
	check({ secrets }, { objects = [], releases = [] }) {
		const declared = new Map(
			Object.values(secrets).map((secret) => [
				`${secret.namespace}/${secret.name}`,
				Object.keys(secret.keys),
			]),
		);
		const own = new Set(objects.flatMap(secretObject));
		const reports: Finding[] = [];
		const check = (
			reader: string,
			where: string,
			{ name, key, namespace = reader }: SecretReference,
		) => {
			const id = `${namespace}/${name}`;
			const keys = declared.get(id);
			if (own.has(id)) return;
			if (keys === undefined) reports.push(notDeclared(id, where, declared));
			else if (key !== undefined && !keys.includes(key))
				reports.push(noSuchKey(id, key, where, keys));
		};
		for (const used of objects)
			for (const reference of secretsIn(used.object))
				check(namespaceOf(used), used.where, reference);
		for (const { where, namespace, values } of releases)
			for (const reference of secretsIn(plainValues(values)))
				check(namespace, where, reference);
		for (const [key, { keys }] of Object.entries(secrets))
			for (const value of Object.values(keys))
				if (value.how === "same")
					check(value.as.secret.namespace, `secrets.${key}`, {
						name: value.as.secret.name,
						key: value.as.key,
					});
		return reports;
	},
};

/** Ids of Secrets that a bundle creates, such as the token of a service account; they need no declaration. */
function secretObject(used: UsedObject): string[] {
	const { kind, metadata } = used.object as Partial<ReadObject>;
	return kind === "Secret" ? [`${namespaceOf(used)}/${metadata?.name}`] : [];
}

/** Namespace of an object's Secrets: its own, or else its bundle's; cert-manager has one for those of the cluster. */
function namespaceOf({ namespace, object }: UsedObject): string {
	const { kind, metadata } = object as Partial<ReadObject>;
	return kind === "ClusterIssuer"
		? "cert-manager"
		: (metadata?.namespace ?? namespace);
}

const notDeclared = (
	id: string,
	where: string,
	declared: ReadonlyMap<string, unknown>,
): Finding =>
	fault({
		code: "undeclared-secret",
		what: `Secret ${id} is read, but packages/lab/src/secrets.ts does not declare it`,
		where,
		help: `declare it there, or it will not be created; ${suggestion(id, [...declared.keys()])}`,
	});

const noSuchKey = (
	id: string,
	key: string,
	where: string,
	keys: readonly string[],
): Finding =>
	fault({
		code: "undeclared-secret",
		what: `key '${key}' of Secret ${id} is read, but its declaration has no such key`,
		where,
		help: suggestion(key, keys),
	});
