import { isMap } from "./_chart-tree.ts";

/** A Secret that an object or a chart's values read. */
export interface SecretReference {
	readonly name: string;
	readonly key?: string;
	/** Absent where the reader's own namespace is meant. */
	readonly namespace?: string;
}

/** Keys of charts' values whose text is the name of a Secret to read. */
const namesASecret = /^(existingSecret(Name)?|secretName)$/;

/** cert-manager and Ingress fill these themselves. */
const filledByOthers = /^(tls|privateKeySecretRef)$/;

/** The Secrets that must be there before a value can be used; optional ones need not. */
export function secretsIn(value: unknown, under = ""): SecretReference[] {
	if (Array.isArray(value))
		return value.flatMap((entry) => secretsIn(entry, under));
	if (!isMap(value)) return [];
	if (value.optional === true || value.kind === "Certificate") return [];
	return Object.entries(value).flatMap(([key, entry]): SecretReference[] => {
		if (filledByOthers.test(key)) return [];
		if (namesASecret.test(key) && typeof entry === "string" && entry !== "")
			return [{ name: entry }];
		const { name, namespace, optional, ...rest } = isMap(entry) ? entry : {};
		const refers =
			key === "secretKeyRef" ||
			key === "secretRef" ||
			// A projected volume's source; a pod's own volume says secretName.
			(key === "secret" && under === "sources");
		if (refers && typeof name === "string" && optional !== true)
			return [
				{
					name,
					...(typeof rest.key === "string" ? { key: rest.key } : {}),
					...(typeof namespace === "string" ? { namespace } : {}),
				},
			];
		return secretsIn(entry, key);
	});
}
