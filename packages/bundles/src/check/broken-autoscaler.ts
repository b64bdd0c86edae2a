import { type Finding, fault, suggestion } from "@lab/core";
import {
	groupKindOf,
	isBuiltInGroup,
	namespaceOf,
	type ReadObject,
	titleOf,
} from "@lab/kubernetes";
import { podTemplateOf } from "../references/pod-template.ts";
import { entriesOf, type Json, mapOf } from "../references/reference.ts";
import type { RenderedBundle } from "../render.ts";
import { eachObject } from "./_objects.ts";
import { placeOf } from "./_places.ts";
import { containersOf } from "./_pods.ts";
import type { Rule } from "./rule.ts";

const code = "broken-autoscaler";

/** Kinds of Kubernetes that can be scaled. */
const scalable = [
	...["Deployment", "ReplicaSet", "StatefulSet"].map(
		(kind) => `apps/v1/${kind}`,
	),
	"v1/ReplicationController",
];

/** Every HorizontalPodAutoscaler can measure and scale its target, which nobody else scales. */
export const brokenAutoscaler: Rule = {
	code,
	check: (bundles) => {
		const owners = new Map<string, string>();
		return eachObject(bundles, (object, entry) => {
			if (groupKindOf(object) !== "HorizontalPodAutoscaler.autoscaling")
				return [];
			const { apiVersion, kind, name } = mapOf(
				mapOf(object.spec).scaleTargetRef,
			);
			const namespace = namespaceOf(object, entry.namespace);
			const finding = (what: string, at: string, help: string): Finding =>
				fault({
					code,
					what: `${titleOf(object)} ${what}`,
					where: placeOf(entry, object, `spec.${at}`),
					help,
				});
			const id = `${apiVersion}/${kind}`;
			if (!scalable.includes(id))
				// A custom resource may have the subresource that an autoscaler needs.
				return isCustom(String(apiVersion))
					? []
					: [
							finding(
								`scales a ${kind} of ${apiVersion}, which cannot be scaled`,
								"scaleTargetRef",
								suggestion(id, scalable),
							),
						];
			const first = owners.get(`${namespace}/${id}/${name}`);
			if (first !== undefined)
				return [
					finding(
						`scales ${kind} ${name}, which ${first} scales too`,
						"scaleTargetRef",
						"put all metrics into one of them",
					),
				];
			owners.set(`${namespace}/${id}/${name}`, titleOf(object));
			const target = eachObject(bundles, (other, its) =>
				other.kind === kind &&
				other.metadata.name === name &&
				namespaceOf(other, its.namespace) === namespace
					? [{ object: other, entry: its }]
					: [],
			)[0];
			return target === undefined
				? []
				: [
						...fixedReplicas(target, finding),
						...unmeasured(mapOf(object.spec), target.object, finding),
					];
		});
	},
};

type Report = (what: string, at: string, help: string) => Finding;

/** Whether a CRD may define the kinds of an API version. */
const isCustom = (apiVersion: string): boolean =>
	/^[^/.]+\.[^/]+\//.test(apiVersion) &&
	!isBuiltInGroup(apiVersion.split("/")[0] ?? "");

/** Fleet would set the number of replicas back each time that it deploys. */
function fixedReplicas(
	{
		object,
		entry,
	}: { readonly object: ReadObject; readonly entry: RenderedBundle },
	finding: Report,
): Finding[] {
	const { replicas } = mapOf(object.spec);
	const isIgnored = entry.bundle.props.drift?.some(
		({ kind, name = object.metadata.name, jsonPointers }) =>
			kind === object.kind &&
			name === object.metadata.name &&
			jsonPointers.includes("/spec/replicas"),
	);
	return replicas === undefined || isIgnored === true
		? []
		: [
				finding(
					`scales ${titleOf(object)}, whose replicas are fixed at ${replicas}`,
					"scaleTargetRef",
					"leave out spec.replicas there: Fleet would set it back and report drift",
				),
			];
}

/** A share of what the containers request is unknown if one of them requests nothing. */
function unmeasured(
	spec: Json,
	target: ReadObject,
	finding: Report,
): Finding[] {
	const pod = mapOf(podTemplateOf(target)?.template.spec);
	return entriesOf(spec.metrics).flatMap(([index, { resource }]) => {
		const { name, target: wanted } = mapOf(resource);
		if (mapOf(wanted).type !== "Utilization") return [];
		return containersOf(pod)
			.filter(([, { resources }]) =>
				[mapOf(resources).requests, mapOf(resources).limits].every(
					(amounts) => mapOf(amounts)[String(name)] === undefined,
				),
			)
			.slice(0, 1)
			.map(([, container]) =>
				finding(
					`measures the use of ${name} as a share of what is requested, but container ${container.name} of ${titleOf(target)} requests none`,
					`metrics[${index}].resource`,
					`set resources.requests.${name} in every container`,
				),
			);
	});
}
