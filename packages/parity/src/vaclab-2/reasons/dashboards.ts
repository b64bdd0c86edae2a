import type { Reason } from "../../reasons.ts";

const later = (names: readonly string[], why: string): Reason => ({
	rows: names.flatMap((name) => [
		`object ConfigMap vmetrics/${name}`,
		`panel dashboard ${name}: *`,
	]),
	why,
	owner: "DST",
});

export const dashboards: readonly Reason[] = [
	later(
		[
			...["api", "api-detailed", "blend", "consensus", "da"],
			...["issues-diagnostics", "kms-wallet", "mempool", "nomos-consumption"],
			...["overview", "sdp", "storage", "storage-detailed"],
		],
		"Dashboards of Logos blockchain nodes are not ported yet: their metrics arrive over OTLP, and none of them is declared in packages/signals.",
	),
	later(
		["external-blockchain-nodes", "public-external-blockchain-nodes"],
		"Dashboards of nodes outside the lab are not ported yet: their metrics arrive over OTLP, and none of them is declared in packages/signals.",
	),
	later(
		["nwaku", "nwaku-raw-bandwidth", "status-backend-bandwidth"],
		"Dashboards of waku nodes are not ported yet; their metrics are scraped and kept.",
	),
	later(
		["gossip-queues-vacdst", "public-internal-mix-testnet"],
		"Dashboards of gossipsub's queues and of the mix network are not ported yet; their metrics are scraped and kept.",
	),
	later(
		["network-health"],
		"The dashboard of the network is not ported yet; node-health shows losses, retransmissions and full tables of each node.",
	),
	{
		rows: [
			"object ConfigMap vmetrics/vmks-victoria-metrics-k8s-stack-*",
			"panel dashboard vmks-victoria-metrics-k8s-stack-*: *",
		],
		why: "Dashboards of the stack's chart are off: newer versions fetch them from moving branches at run time. node-health shows what decides on runs; the others are not ported yet.",
		owner: "infrastructure",
	},
	{
		rows: [
			"panel dashboard hardware-health: *",
			"panel dashboard nimlibp2p-*: *",
			"panel dashboard local-nimlibp2p: *",
		],
		why: "The panel shows the same metric with another query: for any experiment instead of one namespace, as spread over pods and extremes instead of variables that list the five highest and lowest, and with the node's name from the scrape job.",
		owner: "DST",
	},
	{
		rows: ["field ConfigMap vmetrics/*: metadata.annotations.grafana_folder"],
		why: "Grafana's folders are called by subject.",
		owner: "DST",
	},
];
