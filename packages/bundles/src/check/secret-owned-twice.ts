import { fault } from "@lab/core";
import {
	groupKindOf,
	namespaceOf,
	type ReadObject,
	titleOf,
} from "@lab/kubernetes";
import { isCertified } from "../references/by-kind.ts";
import { entriesOf, isName, mapOf } from "../references/reference.ts";
import { eachObject } from "./_objects.ts";
import { placeOf } from "./_places.ts";
import type { Rule } from "./rule.ts";

/** A certificate that cert-manager writes to a Secret. */
interface Written {
	readonly secret: string;
	readonly at: string;
	/** Hosts of an Ingress; undefined for a Certificate. */
	readonly hosts?: string;
}

/** cert-manager writes one certificate to each Secret: two would replace each other again and again. */
export const secretOwnedTwice: Rule = {
	code: "secret-owned-twice",
	check: (bundles) => {
		const owners = new Map<string, Written & { readonly owner: string }>();
		return eachObject(bundles, (object, entry) =>
			writtenBy(object).flatMap((written) => {
				const namespace = namespaceOf(object, entry.namespace) ?? "";
				const id = `${namespace}/${written.secret}`;
				const first = owners.get(id);
				if (first === undefined) {
					owners.set(id, { ...written, owner: titleOf(object) });
					return [];
				}
				// Of two Ingresses with the same hosts, the second uses the first one's certificate.
				if (written.hosts !== undefined && written.hosts === first.hosts)
					return [];
				return [
					fault({
						code: "secret-owned-twice",
						what: `${titleOf(object)} writes its certificate to Secret ${id}, to which ${first.owner} writes too`,
						where: placeOf(entry, object, written.at),
						help: "give one of them another Secret, or name all hosts in one certificate",
					}),
				];
			}),
		);
	},
};

function writtenBy(object: ReadObject): Written[] {
	const { secretName, tls } = mapOf(object.spec);
	switch (groupKindOf(object)) {
		case "Certificate.cert-manager.io":
			return isName(secretName)
				? [{ secret: secretName, at: "spec.secretName" }]
				: [];
		case "Ingress.networking.k8s.io":
			return isCertified(object.metadata.annotations)
				? entriesOf(tls).flatMap(([index, entry]) =>
						isName(entry.secretName)
							? [
									{
										secret: entry.secretName,
										at: `spec.tls[${index}].secretName`,
										hosts: JSON.stringify(entry.hosts),
									},
								]
							: [],
					)
				: [];
		default:
			return [];
	}
}
