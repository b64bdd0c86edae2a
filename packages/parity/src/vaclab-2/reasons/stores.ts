import type { Reason } from "../../reasons.ts";

export const stores: readonly Reason[] = [
	{
		rows: [
			"field release vlc*: vlstorage.retentionPeriod",
			"field release vmks*: vmcluster.spec.retentionPeriod",
		],
		why: "Written as days: 6 without a unit means months of 31 days, 186 in all.",
		owner: "DST",
	},
	{
		rows: [
			"argument release vlc*: vl*.extraArgs.httpListenAddr",
			"port release vlc*: vl*.service.*",
			"port release vlc*: vl*.ports.name",
		],
		why: "Repeats the ports that the chart uses by itself; its newer version computes them.",
		owner: "infrastructure",
	},
	{
		rows: ["field StorageClass longhorn-vaclab*: parameters.fromBackup"],
		why: "An empty parameter has no effect.",
		owner: "infrastructure",
	},
	{
		rows: ["field release longhorn: defaultSettings.defaultDataPath"],
		why: "Repeats Longhorn's default.",
		owner: "infrastructure",
	},
];
