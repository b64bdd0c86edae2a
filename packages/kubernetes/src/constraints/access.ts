import {
	at,
	type Constraints,
	type InnerReason,
	type Json,
	listOf,
	mapOf,
} from "./constraint.ts";

const GROUP = "rbac.authorization.k8s.io";

/** API group of each kind of subject. */
const subjectGroups: Readonly<Record<string, string>> = {
	Group: GROUP,
	ServiceAccount: "",
	User: GROUP,
};

/** Checks of roles and of who has them. */
export const accessConstraints: Constraints = {
	"rbac.v1.RoleRef": {
		whole: ({ apiGroup = GROUP }) =>
			apiGroup === GROUP || apiGroup === ""
				? []
				: [
						at(
							["apiGroup"],
							`is ${JSON.stringify(apiGroup)}, not the group of roles`,
							`use ${GROUP}, without a version`,
						),
					],
	},
	"rbac.v1.Subject": {
		whole: ({ kind, apiGroup }) => {
			const group = subjectGroups[String(kind)];
			if (group === undefined)
				return [
					at(
						["kind"],
						`is ${JSON.stringify(kind)}, not a kind of subject`,
						`use one of ${Object.keys(subjectGroups).join(", ")}`,
					),
				];
			return apiGroup === undefined || apiGroup === group
				? []
				: [
						at(
							["apiGroup"],
							`is ${JSON.stringify(apiGroup)}, not the group of a ${kind}`,
							group === "" ? "remove it" : `use ${group}`,
						),
					];
		},
	},
	"rbac.v1.ClusterRoleBinding": {
		whole: (binding) => [
			...wrongRole(binding, ["ClusterRole"]),
			...listOf(binding.subjects).flatMap(({ kind, namespace }, index) =>
				kind === "ServiceAccount" && !namespace
					? [
							at(
								["subjects", index, "namespace"],
								"is not set, although the binding is for the whole cluster",
								"set the namespace of the account",
								"missing-field",
							),
						]
					: [],
			),
		],
	},
	"rbac.v1.RoleBinding": {
		whole: (binding) => wrongRole(binding, ["ClusterRole", "Role"]),
	},
	"rbac.v1.Role": {
		whole: ({ rules }) =>
			listOf(rules).flatMap(({ nonResourceURLs }, index) =>
				listed(nonResourceURLs)
					? [
							at(
								["rules", index, "nonResourceURLs"],
								"is set, which only a ClusterRole may have",
								"move the rule to a ClusterRole",
							),
						]
					: [],
			),
	},
	"rbac.v1.PolicyRule": {
		whole: ({ resources, nonResourceURLs }) =>
			listed(resources) && listed(nonResourceURLs)
				? [
						at(
							["nonResourceURLs"],
							"is set in addition to resources",
							"make two rules of it",
						),
					]
				: [],
	},
};

const listed = (value: unknown): boolean =>
	Array.isArray(value) && value.length > 0;

function wrongRole({ roleRef }: Json, kinds: readonly string[]): InnerReason[] {
	const { kind } = mapOf(roleRef);
	return kinds.includes(String(kind))
		? []
		: [
				at(
					["roleRef", "kind"],
					`is ${JSON.stringify(kind)}, which this kind of binding cannot give`,
					`use ${kinds.join(" or ")}`,
				),
			];
}
