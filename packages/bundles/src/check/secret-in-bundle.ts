import { type Finding, fault } from "@lab/core";
import type { RenderedBundle } from "../render.ts";
import { isLiteral, isSecretName, secretsInText } from "./_secrets.ts";
import { visitEach } from "./_values.ts";
import type { Rule } from "./rule.ts";

/**
 * No bundle contains a secret: neither a Secret object with data nor a password
 * in the values of a chart, in environment variables, flags, URLs or ConfigMaps.
 */
export const secretInBundle: Rule = {
	code: "secret-in-bundle",
	check: (bundles) => [
		...bundles.flatMap(({ name, source, objects }) =>
			objects
				.filter(
					({ kind, data, stringData }) =>
						kind === "Secret" &&
						(data !== undefined || stringData !== undefined),
				)
				.map(({ metadata }) =>
					fault({
						code: "secret-in-bundle",
						what: `${name} contains the data of Secret ${metadata.name}`,
						where: source,
						help: "declare it in packages/lab/src/secrets.ts, and refer to it by name",
					}),
				),
		),
		...visitEach((value, path, entry, key) => {
			const place = placeOfSecret(value, key, entry);
			return place === undefined || SKIPPED.test(path())
				? undefined
				: literal(entry, path(), place);
		})(bundles),
	],
};

/** Secrets, which are reported as a whole, and text for readers. */
const SKIPPED = /^(Secret|CustomResourceDefinition) |\.description$/;

const literal = (
	{ name, source }: RenderedBundle,
	path: string,
	what: string,
): Finding =>
	fault({
		code: "secret-in-bundle",
		what: `${name} sets ${[path, what].filter(Boolean).join(", ")}, a secret, to a literal`,
		where: source,
		help: "refer to a Secret: with secretKeyRef, with valuesFrom, or as the chart does; if everyone may know the value, list it in publicValues of the bundle",
	});

/** Location of a secret in a value, empty if it is the value itself; undefined if there is none. */
function placeOfSecret(
	value: unknown,
	key: string,
	{ bundle }: RenderedBundle,
): string | undefined {
	const isSecret = (text: unknown): text is string =>
		typeof text === "string" &&
		isLiteral(text) &&
		!bundle.props.publicValues?.some(({ value }) =>
			typeof value === "string" ? value === text : value.test(text),
		);
	if (typeof value === "string") {
		if (isSecretName(key) && isSecret(value)) return "";
		return secretsInText(value).find((one) => isSecret(one.value))?.what;
	}
	if (Array.isArray(value)) return flagWithSecret(value, isSecret);
	const { name, value: own } = (value ?? {}) as Record<string, unknown>;
	return typeof name === "string" && isSecretName(name) && isSecret(own)
		? name
		: undefined;
}

/** A flag whose value is the next entry of the list: `["--password", "x"]`. */
function flagWithSecret(
	list: readonly unknown[],
	isSecret: (text: unknown) => boolean,
): string | undefined {
	const found = list.find((flag, index) => {
		const next = list[index + 1];
		return (
			typeof flag === "string" &&
			/^--?[a-z][\w.-]*$/i.test(flag) &&
			isSecretName(flag) &&
			isSecret(next) &&
			!String(next).startsWith("-")
		);
	});
	return found as string | undefined;
}
