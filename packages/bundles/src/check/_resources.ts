import { kindIds } from "@lab/kubernetes";

/** Resources that have no kind in our schemas: some are not stored, some are not yet stable. */
const further: Readonly<Record<string, readonly string[]>> = {
	"": ["bindings", "componentstatuses", "groups", "users"],
	"admissionregistration.k8s.io": [
		...["mutatingadmissionpolicies", "mutatingadmissionpolicybindings"],
	],
	"certificates.k8s.io": [
		...["clustertrustbundles", "podcertificaterequests", "signers"],
	],
	"coordination.k8s.io": ["leasecandidates"],
	policy: ["podsecuritypolicies"],
	"resource.k8s.io": ["devicetaintrules"],
};

const byGroup = new Map<string, readonly string[]>();

/** Names of the resources of an API group of Kubernetes: `deployments` for Deployment. */
export function resourcesOf(group: string): readonly string[] {
	const known = byGroup.get(group);
	if (known !== undefined) return known;
	const found = [
		...kindIds.flatMap((id) => {
			const parts = id.split("/");
			const [first, , kind] = parts.length === 3 ? parts : ["", ...parts];
			return first === group ? [plural((kind ?? "").toLowerCase())] : [];
		}),
		...(further[group] ?? []),
	];
	byGroup.set(group, found);
	return found;
}

const plural = (kind: string): string => {
	if (kind === "endpoints") return kind;
	if (/(s|x|ch|sh)$/.test(kind)) return `${kind}es`;
	return /[^aeiou]y$/.test(kind) ? `${kind.slice(0, -1)}ies` : `${kind}s`;
};
