import { isMap } from "./_chart-tree.ts";

/** Reference to a Secret in an object or in a chart's values. */
export interface SecretReference {
	readonly name: string;
	readonly key?: string;
	/** @default the namespace of the reader */
	readonly namespace?: string;
}

/** Keys in chart values that hold the name of a Secret to read. */
const namesASecret = /^(existingSecret(Name)?|secretName)$/;

/** Keys with Secrets that cert-manager creates. */
const createdByCertManager = /^(tls|privateKeySecretRef)$/;

/** Keys of custom resources that hold a name and a key of a Secret: `apiTokenSecretRef`, `bearerTokenSecret`. */
const namesAKey = /[Ss]ecret(Key)?(Ref)?$/;

/** Keys of a Secret that become the files of a volume. */
const filesOf = (name: string, { items }: { items?: unknown }) =>
	(Array.isArray(items) ? items : []).flatMap((item): SecretReference[] =>
		typeof item?.key === "string" ? [{ name, key: item.key }] : [],
	);

/** Secrets that a value requires, without the optional ones. */
export function secretsIn(value: unknown, under = ""): SecretReference[] {
	if (Array.isArray(value))
		return value.flatMap((entry) => secretsIn(entry, under));
	if (!isMap(value)) return [];
	if (value.optional === true || value.kind === "Certificate") return [];
	return Object.entries(value).flatMap(([key, entry]): SecretReference[] => {
		if (createdByCertManager.test(key)) return [];
		if (namesASecret.test(key) && typeof entry === "string" && entry !== "")
			return [{ name: entry }, ...filesOf(entry, value)];
		const { name, namespace, optional, ...rest } = isMap(entry) ? entry : {};
		const refers =
			key === "secretKeyRef" ||
			key === "secretRef" ||
			// Source of a projected volume; a plain volume uses `secretName`.
			(key === "secret" && under === "sources") ||
			(namesAKey.test(key) && typeof rest.key === "string");
		if (refers && typeof name === "string" && optional !== true)
			return [
				{
					name,
					...(typeof rest.key === "string" ? { key: rest.key } : {}),
					...(typeof namespace === "string" ? { namespace } : {}),
				},
				...(key === "secret" ? filesOf(name, rest) : []),
			];
		return secretsIn(entry, key);
	});
}
