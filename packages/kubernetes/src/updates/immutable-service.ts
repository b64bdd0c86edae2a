import { type Json, mapOf } from "../constraints/constraint.ts";
import type { ImmutablePart } from "./immutable.ts";

const specOf = ({ spec }: Json): Json => mapOf(spec);

/** An ExternalName has no address, so another type gets one anew. */
const bothHaveAddress = (was: Json, is: Json): boolean =>
	[was, is].every((service) => specOf(service).type !== "ExternalName");

/** Address of a Service; undefined if the API server allocates one. */
function addressOf(service: Json): unknown {
	const { clusterIP, clusterIPs } = specOf(service);
	const address =
		clusterIP ?? (Array.isArray(clusterIPs) ? clusterIPs[0] : undefined);
	return address === "" ? undefined : address;
}

const isHeadless = (service: Json): boolean => addressOf(service) === "None";

/** Address: an allocated one is kept if a new version leaves it out; None would be kept too. */
export const allocated: ImmutablePart = {
	path: "spec.clusterIP",
	when: (was, is) => bothHaveAddress(was, is),
	accepts: (_change, was, is) =>
		addressOf(was) === addressOf(is) ||
		(addressOf(is) === undefined && !isHeadless(was)),
};

export const ipFamilies: ImmutablePart = {
	path: "spec.ipFamilies",
	when: (was, is) =>
		bothHaveAddress(was, is) && !isHeadless(was) && !isHeadless(is),
	// Only the first family is fixed, and one that is left out is kept.
	accepts: ({ path, was, is }) =>
		was === undefined ||
		is === undefined ||
		Number(path.at(-1)) > 0 ||
		(Array.isArray(was) && Array.isArray(is) && was[0] === is[0]),
};

const areBalancers = (was: Json, is: Json): boolean =>
	[was, is].every((service) => specOf(service).type === "LoadBalancer");

export const balancerClass: ImmutablePart = {
	path: "spec.loadBalancerClass",
	when: areBalancers,
};

export const healthPort: ImmutablePart = {
	path: "spec.healthCheckNodePort",
	when: (was, is) =>
		areBalancers(was, is) &&
		[was, is].every(
			(service) => specOf(service).externalTrafficPolicy === "Local",
		),
	accepts: ({ is }) => is === undefined || is === 0,
};
