import { type Finding, fault, suggestion } from "@lab/core";
import { plainValues } from "../values.ts";
import { type SecretReference, secretsIn } from "./_secret-references.ts";
import type { Rule, UsedObject } from "./rule.ts";

/** Every Secret that something reads is declared, with the key that it reads. */
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
		for (const { where, namespace, object } of objects)
			for (const reference of secretsIn(object))
				check(namespace, where, reference);
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

/** A Secret object without data, such as a service account's token: it is its own declaration. */
function secretObject({ namespace, object }: UsedObject): string[] {
	const { kind, metadata } = object as {
		kind?: string;
		metadata?: { name?: string };
	};
	return kind === "Secret" ? [`${namespace}/${metadata?.name}`] : [];
}

const notDeclared = (
	id: string,
	where: string,
	declared: ReadonlyMap<string, unknown>,
): Finding =>
	fault({
		code: "undeclared-secret",
		what: `Secret ${id} is read, and packages/lab/src/secrets.ts does not declare it`,
		where,
		help: `declare it there: nothing else creates it; ${suggestion(id, [...declared.keys()])}`,
	});

const noSuchKey = (
	id: string,
	key: string,
	where: string,
	keys: readonly string[],
): Finding =>
	fault({
		code: "undeclared-secret",
		what: `key '${key}' of Secret ${id} is read, and its declaration has no such key`,
		where,
		help: suggestion(key, keys),
	});
