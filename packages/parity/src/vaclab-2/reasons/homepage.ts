import type { Reason } from "../../reasons.ts";

export const homepage: readonly Reason[] = [
	{
		rows: ["field ClusterRole homepage: rules*"],
		why: "Reads nodes and pods only, since tiles are not discovered by annotations.",
		owner: "infrastructure",
	},
	{
		rows: ["field ConfigMap homepage/homepage: data.*"],
		why: "Tiles are derived from the endpoints; no images from other sites.",
		owner: "infrastructure",
	},
	{
		rows: [
			"environment Deployment homepage/homepage: *env[HOMEPAGE_ALLOWED_HOSTS]",
		],
		why: "Answers for its own host only.",
		owner: "infrastructure",
	},
	{
		rows: [
			"field * homepage*: metadata.labels.app.kubernetes.io/name",
			"field Deployment homepage/homepage: *.volumeMounts[*].name",
			"field Deployment homepage/homepage: *.volumes[homepage-config].configMap.name",
			"port Deployment homepage/homepage: *.name",
		],
		why: "Names within the object: nothing selects by the label, and the volume and the port are called otherwise.",
		owner: "infrastructure",
	},
	{
		rows: [
			"field Deployment homepage/homepage: spec.revisionHistoryLimit",
			"field Deployment homepage/homepage: spec.template.spec.enableServiceLinks",
			"field Service homepage/homepage: spec.type",
			"port Deployment homepage/homepage: *.protocol",
		],
		why: "Defaults of the API server do: ten old revisions instead of three, and the rest repeats them.",
		owner: "infrastructure",
	},
	{
		rows: ["field Deployment homepage/homepage: *.imagePullPolicy"],
		why: "The image has an exact tag, which does not change.",
		owner: "infrastructure",
	},
];
