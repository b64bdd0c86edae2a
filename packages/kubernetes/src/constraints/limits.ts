import { quantityValue } from "../quantity.ts";
import {
	at,
	type Constraints,
	type InnerReason,
	type Json,
	mapOf,
} from "./constraint.ts";

const types = ["Container", "PersistentVolumeClaim", "Pod"];

/** Pairs of amounts in a LimitRange, of which the first may not be more than the second. */
const ordered = [
	["min", "max"],
	["min", "defaultRequest"],
	["defaultRequest", "default"],
	["default", "max"],
	["defaultRequest", "max"],
] as const;

/** Checks of what a namespace allows to its pods, and of resources that cannot be shared. */
export const limitConstraints: Constraints = {
	"core.v1.LimitRangeItem": {
		whole: (item) => [
			...(types.includes(String(item.type)) || String(item.type).includes("/")
				? []
				: [
						at(
							["type"],
							`is ${JSON.stringify(item.type)}, not one of ${types.join(", ")}`,
							"use one of these",
						),
					]),
			...ordered.flatMap(([less, more]) =>
				above(mapOf(item[less]), mapOf(item[more]), less, more),
			),
		],
	},
	"core.v1.ResourceRequirements": {
		whole: ({ limits, requests }) => unequal(mapOf(requests), mapOf(limits)),
	},
};

const above = (
	lower: Json,
	upper: Json,
	less: string,
	more: string,
): InnerReason[] =>
	Object.entries(lower).flatMap(([name, amount]) => {
		const [low, high] = [quantityValue(amount), quantityValue(upper[name])];
		return low === undefined || high === undefined || low <= high
			? []
			: [
					at(
						[less, name],
						`is ${amount}, more than ${more}, which is ${upper[name]}`,
						`use at most the value of ${more}`,
					),
				];
	});

/** Devices and huge pages belong to one container: nobody may request fewer of them than the limit. */
const unequal = (requests: Json, limits: Json): InnerReason[] =>
	Object.entries(requests)
		.filter(([name]) => /\/|^hugepages-/.test(name))
		.flatMap(([name, amount]) => {
			const [request, limit] = [
				quantityValue(amount),
				quantityValue(limits[name]),
			];
			// More than the limit is refused for every resource.
			if (request === undefined || (limit !== undefined && request >= limit))
				return [];
			return [
				at(
					["requests", name],
					limit === undefined
						? "is set without a limit, although this resource cannot be shared"
						: `is ${amount}, less than the limit of ${limits[name]}, although this resource cannot be shared`,
					"set the limit to the same amount",
				),
			];
		});
