import { fault } from "@lab/core";
import { quantityValue, titleOf } from "@lab/kubernetes";
import { type Json, mapOf } from "../references/reference.ts";
import { placeOf } from "./_places.ts";
import { containersOf, eachPod } from "./_pods.ts";
import type { Rule } from "./rule.ts";

const resources = ["cpu", "memory"] as const;

/** Every pod fits on the largest node: otherwise it stays pending forever. */
export const podTooLarge: Rule = {
	code: "pod-too-large",
	check: (bundles, { objects = [] }) => {
		const capacities = objects
			.filter(({ kind }) => kind === "Node")
			.map(({ status }) => mapOf(mapOf(status).capacity));
		const largest = Object.fromEntries(
			resources.map((name) => [
				name,
				Math.max(0, ...capacities.map((one) => quantityValue(one[name]) ?? 0)),
			]),
		);
		return eachPod(bundles, ({ object, entry, spec, path }) =>
			resources.flatMap((name) => {
				const wanted = requested(spec, name);
				const most = largest[name] ?? 0;
				if (most === 0 || wanted <= most) return [];
				return [
					fault({
						code: "pod-too-large",
						what: `a pod of ${titleOf(object)} requests ${shown(wanted, name)} of ${name}, but the largest node has ${shown(most, name)}`,
						where: placeOf(entry, object, path),
						help: `request at most ${shown(most, name)}, less what runs on every node`,
					}),
				];
			}),
		);
	},
};

const GIB = 2 ** 30;

const shown = (value: number, name: string): string =>
	name === "memory" ? `${Math.round((10 * value) / GIB) / 10}Gi` : `${value}`;

/** What the containers request together, or what one that runs before them does. */
function requested(spec: Json, name: string): number {
	const amounts = containersOf(spec).map(([at, container]) => {
		const { requests, limits } = mapOf(container.resources);
		const given = mapOf(requests)[name] ?? mapOf(limits)[name];
		return { before: at.startsWith("init"), amount: quantityValue(given) ?? 0 };
	});
	const sum = amounts
		.filter(({ before }) => !before)
		.reduce((total, { amount }) => total + amount, 0);
	return Math.max(
		sum,
		...amounts.filter(({ before }) => before).map(({ amount }) => amount),
	);
}
