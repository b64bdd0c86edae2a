/**
 * Every namespace of the lab itself, and what creates it: Fleet, with the first
 * component in it (`component`); k3s or provisioning, before that (`platform`);
 * or Rancher at run time (`rancher`), in which we deploy nothing.
 *
 * Experiments may run in any other namespace, and in `default`. The policies,
 * scrape jobs and log collectors for experiments exclude the lab's namespaces.
 */
export const namespaces = {
	authentik: "component",
	"cattle-capi-system": "rancher",
	"cattle-fleet-clusters-system": "rancher",
	"cattle-fleet-local-system": "platform",
	"cattle-fleet-system": "platform",
	"cattle-global-data": "rancher",
	"cattle-impersonation-system": "rancher",
	"cattle-local-user-passwords": "rancher",
	"cattle-system": "platform",
	"cattle-turtles-system": "rancher",
	"cattle-ui-plugin-system": "rancher",
	"cert-manager": "platform",
	"cilium-secrets": "rancher",
	default: "platform",
	"fleet-default": "rancher",
	"fleet-local": "platform",
	homepage: "component",
	"kube-node-lease": "platform",
	"kube-public": "platform",
	"kube-system": "platform",
	kyverno: "component",
	local: "rancher",
	"longhorn-system": "component",
	"node-feature-discovery": "component",
	opentelemetry: "component",
	"policy-reporter": "component",
	"vaclab-system": "component",
	victorialogs: "component",
	"victorialogs-external": "component",
	vmetrics: "component",
	"vmetrics-external": "component",
} as const satisfies Record<string, "component" | "platform" | "rancher">;

type Namespaces = typeof namespaces;
type Maker = Namespaces[keyof Namespaces];

/** Namespace in which our components may run; an unlisted one does not compile. */
export type LabNamespace = {
	[N in keyof Namespaces]: Namespaces[N] extends "rancher" ? never : N;
}[keyof Namespaces];

const names = Object.keys(namespaces) as (keyof Namespaces)[];

/** Namespaces that one maker creates, sorted. */
export const namespacesMadeBy = (maker: Maker): readonly string[] =>
	names.filter((name) => namespaces[name] === maker).sort();

/** The lab's own namespaces, sorted; without `default`, which the lab does not use and in which engineers try things out. */
export const labNamespaces: readonly string[] = names
	.filter((name) => name !== "default")
	.sort();
