/**
 * Images of the nodes, as the lab runs them today. They live in personal
 * accounts of a registry that a build here cannot ask: tags, no digests.
 */
export const images = {
	nimLibp2p: "pearsonwhite/dst-nimlibp2p-logging:wip-4.2-1.16.0-amd",
	/** Has `tc`: shapes a pod's link before the node starts. */
	trafficControl: "soutullostatus/tc-container:1",
} as const satisfies Record<string, string>;
