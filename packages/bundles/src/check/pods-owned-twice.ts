import { fault } from "@lab/core";
import { groupKindOf, namespaceOf, titleOf } from "@lab/kubernetes";
import { podTemplateOf } from "../references/pod-template.ts";
import { isMap, type Json, mapOf } from "../references/reference.ts";
import { type Selector, selects } from "../references/selector.ts";
import { eachObject } from "./_objects.ts";
import { placeOf } from "./_places.ts";
import type { Rule } from "./rule.ts";

/** What must not select the pods of others, and why. */
const owners: Readonly<Record<string, string>> = {
	...Object.fromEntries(
		["Deployment", "ReplicaSet", "StatefulSet", "DaemonSet"].map((kind) => [
			`${kind}.apps`,
			"give each workload labels of its own: autoscalers, budgets and `kubectl` would count the pods of both as its own",
		]),
	),
	"PodDisruptionBudget.policy":
		"keep one of the budgets: Kubernetes evicts no pod that has two",
};

/** Every pod belongs to one workload, and to one disruption budget. */
export const podsOwnedTwice: Rule = {
	code: "pods-owned-twice",
	check: (bundles) => {
		const all = eachObject(bundles, (object, entry) => {
			const help = owners[groupKindOf(object)];
			const selector = mapOf(object.spec).selector;
			if (help === undefined || !isMap(selector)) return [];
			const labels = mapOf(
				mapOf(podTemplateOf(object)?.template.metadata).labels,
			);
			const namespace = namespaceOf(object, entry.namespace);
			return [{ object, entry, namespace, help, selector, labels }];
		});
		const pods = all.filter(({ labels }) => Object.keys(labels).length > 0);
		const matched = (selector: Selector, labels: Json): boolean =>
			selects(selector, { labels, open: false });
		return all.flatMap((one, index) => {
			const other = all
				.slice(0, index)
				.find(
					(before) =>
						before.namespace === one.namespace &&
						before.help === one.help &&
						(one.object.kind === "PodDisruptionBudget"
							? pods.some(
									(pod) =>
										pod.namespace === one.namespace &&
										matched(one.selector, pod.labels) &&
										matched(before.selector, pod.labels),
								)
							: matched(one.selector, before.labels) ||
								matched(before.selector, one.labels)),
				);
			return other === undefined
				? []
				: [
						fault({
							code: "pods-owned-twice",
							what: `${titleOf(one.object)} and ${titleOf(other.object)} of ${one.namespace} select the same pods`,
							where: placeOf(one.entry, one.object, "spec.selector"),
							help: one.help,
						}),
					];
		});
	},
};
