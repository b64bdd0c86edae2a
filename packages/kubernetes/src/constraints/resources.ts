import { quantityValue } from "../quantity.ts";
import {
	type Constraint,
	type FieldConstraint,
	type InnerReason,
	invalid,
	type Json,
	mapOf,
} from "./constraint.ts";
import { qualifiedName } from "./names.ts";

/** Resources measured in whole bytes. */
const inBytes = /^(memory|ephemeral-storage|storage|hugepages-\w+)$/;

const standard = /^(cpu|memory|ephemeral-storage|hugepages-\w+)$/;

const amounts: FieldConstraint = {
	keys: (key) =>
		standard.test(key) || key.includes("/")
			? qualifiedName(key)
			: invalid(
					key,
					"not a resource",
					"use cpu, memory, ephemeral-storage, or a name with a domain prefix",
					"invalid-name",
				),
};

/** Requests and limits of a container. */
export const resources: Constraint = {
	fields: { limits: amounts, requests: amounts },
	whole: ({ limits, requests }) => [
		...wrongAmounts("limits", mapOf(limits)),
		...wrongAmounts("requests", mapOf(requests)),
		...overLimits(mapOf(requests), mapOf(limits)),
	],
};

function wrongAmounts(list: string, amounts: Json): InnerReason[] {
	return Object.entries(amounts).flatMap(([name, amount]) => {
		const value = quantityValue(amount);
		if (value === undefined) return [];
		const at = [list, name];
		if (value < 0)
			return [{ ...invalid(amount, "less than 0", "use 0 or more"), at }];
		if ((inBytes.test(name) || name.includes("/")) && !Number.isInteger(value))
			return [
				{
					...invalid(
						amount,
						inBytes.test(name)
							? "a fraction of a byte, since the suffix m means one thousandth"
							: "a fraction of a resource that is counted in whole units",
						inBytes.test(name) ? "write 512Mi or 512M" : "use a whole number",
					),
					at,
				},
			];
		return [];
	});
}

const overLimits = (requests: Json, limits: Json): InnerReason[] =>
	Object.entries(requests).flatMap(([name, amount]) => {
		const request = quantityValue(amount);
		const limit = quantityValue(limits[name]);
		return request === undefined || limit === undefined || request <= limit
			? []
			: [
					{
						...invalid(
							amount,
							`more than the limit of ${limits[name]}`,
							"request at most the limit",
						),
						at: ["requests", name],
					},
				];
	});

/** Requests of a volume claim. */
export const claimResources: Constraint = {
	whole: ({ requests }) => {
		const { storage } = mapOf(requests);
		const value = quantityValue(storage);
		if (value !== undefined && value <= 0)
			return [
				{
					...invalid(storage, "not a positive size", "use a size such as 10Gi"),
					at: ["requests", "storage"],
				},
			];
		return storage === undefined
			? [
					{
						code: "missing-field",
						at: ["requests", "storage"],
						what: "is not set",
						help: "set a size such as 10Gi",
					},
				]
			: [];
	},
};
