import { fault } from "@lab/core";
import { identityOf } from "../manifest.ts";
import type { Check } from "./check.ts";

/** Every object belongs to one bundle: two owners would overwrite each other for ever. */
export const objectOwnedTwice: Check = (bundles) => {
	const owners = new Map<string, string>();
	return bundles.flatMap(({ name, source, namespace, objects }) =>
		objects.flatMap((object) => {
			const identity = identityOf(object, namespace);
			const first = owners.get(identity);
			owners.set(identity, first ?? name);
			if (first === undefined) return [];
			return [
				fault({
					code: "object-owned-twice",
					what: `${identity} stands in ${first} and in ${name}`,
					where: source,
					help: "leave it in one of them, and let the other need that one",
				}),
			];
		}),
	);
};

/** Every release has its name and namespace for itself. */
export const releaseOwnedTwice: Check = (bundles) => {
	const owners = new Map<string, string>();
	return bundles.flatMap(({ name, source, namespace, fleetYaml }) => {
		const release = `${namespace}/${fleetYaml.helm?.releaseName ?? name}`;
		const first = owners.get(release);
		owners.set(release, first ?? name);
		if (first === undefined) return [];
		return [
			fault({
				code: "release-owned-twice",
				what: `the release ${release} is installed by ${first} and by ${name}`,
				where: source,
				help: "give one of them another release name or namespace",
			}),
		];
	});
};
