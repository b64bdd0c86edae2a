import { type Finding, fault, suggestion } from "@lab/core";
import { groupKindOf, isBuiltInGroup, titleOf } from "@lab/kubernetes";
import { entriesOf, type Json } from "../references/reference.ts";
import { eachObject } from "./_objects.ts";
import { placeOf } from "./_places.ts";
import { resourcesOf } from "./_resources.ts";
import type { Rule } from "./rule.ts";

const code = "role-without-effect";

const verbs: readonly string[] = [
	...["*", "get", "list", "watch", "create", "update", "patch", "delete"],
	...["deletecollection", "use", "bind", "escalate", "impersonate"],
	...["approve", "sign", "attest"],
];

type Reason = Pick<Finding, "what" | "help">;

/** Every rule of a role grants something: the API server accepts any words in it. */
export const roleWithoutEffect: Rule = {
	code,
	check: (bundles) =>
		eachObject(bundles, (object, entry) =>
			/^(Cluster)?Role\.rbac\.authorization\.k8s\.io$/.test(groupKindOf(object))
				? entriesOf(object.rules).flatMap(([index, rule]) =>
						reasons(rule).map(({ what, help }) =>
							fault({
								code,
								what: `${titleOf(object)} ${what}`,
								where: placeOf(entry, object, `rules[${index}]`),
								help,
							}),
						),
					)
				: [],
		),
};

function reasons(rule: Json): Reason[] {
	const { apiGroups, resources, resourceNames } = rule;
	const groups = textsIn(apiGroups);
	const named = textsIn(resources);
	const given = textsIn(rule.verbs);
	const withVersion = groups.filter((group) => /\/|^v\d/.test(group));
	if (withVersion.length > 0)
		return withVersion.map((group) => ({
			what: `grants access to the API group ${group}, which is a version`,
			help: group.includes("/")
				? `write ${group.split("/")[0]}`
				: 'write "" for the group of Pods and Services',
		}));
	if (groups.length === 0 || !groups.every(isBuiltInGroup)) return [];
	const known = groups.flatMap((group) => resourcesOf(group));
	return [
		...named
			.map((resource) => resource.split("/")[0] ?? "")
			.filter((resource) => resource !== "*" && !known.includes(resource))
			.map((resource) => ({
				what: `grants access to ${resource} of ${groups.map((group) => group || "core").join(", ")}, which has no such resource`,
				help: wrongGroup(resource) ?? suggestion(resource, known),
			})),
		...given
			.filter((verb) => !verbs.includes(verb) && !/^impersonate/.test(verb))
			.map((verb) => ({
				what: `grants the verb ${verb}, which no request has`,
				help: suggestion(verb, verbs),
			})),
		...(given.includes("create") &&
		given.length === 1 &&
		textsIn(resourceNames).length > 0 &&
		named.every((resource) => !resource.includes("/"))
			? [
					{
						what: `grants to create ${named.join(", ")} by name, but a request to create has no name yet`,
						help: "leave out resourceNames in a rule of its own for create",
					},
				]
			: []),
	];
}

/** The group that has a resource, if another one was named. */
function wrongGroup(resource: string): string | undefined {
	const group = ["", "apps", "batch", "networking.k8s.io", "policy"].find(
		(one) => resourcesOf(one).includes(resource),
	);
	return group === undefined
		? undefined
		: `${resource} are in the group ${group === "" ? '""' : group}`;
}

const textsIn = (value: unknown): string[] =>
	(Array.isArray(value) ? value : []).filter(
		(one): one is string => typeof one === "string",
	);
