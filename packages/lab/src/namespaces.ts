import { platform, rancherNamespaces } from "./platform.ts";

/** Namespaces that components of the lab make for themselves. */
const ofComponents = [
	"authentik",
	"homepage",
	"kyverno",
	"longhorn-system",
	"node-feature-discovery",
	"opentelemetry",
	"policy-reporter",
	"vaclab-system",
	"victorialogs",
	"victorialogs-external",
	"vmetrics",
	"vmetrics-external",
] as const;

/**
 * Namespaces of the lab itself. Every other one, and `default`, may hold an
 * experiment: what is scraped, logged and ruled differently there hangs on
 * this one list.
 */
export const labNamespaces: readonly string[] = [
	...platform.namespaces.filter((name) => name !== "default"),
	...rancherNamespaces,
	...ofComponents,
].sort();
