import type { Reason } from "../../reasons.ts";

export const authentik: readonly Reason[] = [
	{
		rows: [
			"environment release authentik: global.env[KEYCLOAK_WELL_KNOWN_URL]",
			"environment release authentik: global.env[OUTPOST_TOKEN]",
		],
		why: "No blueprint reads it.",
		owner: "infrastructure",
	},
	{
		rows: [
			"environment Deployment authentik/authentik-outpost: *env[AUTHENTIK_INSECURE]",
			"field Deployment authentik/authentik-outpost: *",
		],
		why: "Repeats a default: of the outpost, or of the API server.",
		owner: "infrastructure",
	},
	{
		rows: [
			"environment Deployment authentik/authentik-outpost: *env[AUTHENTIK_POSTGRESQL__HOST]",
		],
		why: "The database's Service, which outlives its first pod.",
		owner: "infrastructure",
	},
	{
		rows: ["field ConfigMap authentik/authentik-blueprints: data.*"],
		why: "The same blueprints as data, in one file: one login for the whole domain; Grafana and Rancher share a claims mapping.",
		owner: "infrastructure",
	},
	{
		rows: ["object Job authentik/authentik-outpost-token-sync-initial"],
		why: "The CronJob runs within two minutes, and Fleet treats a Job that deletes itself as drift.",
		owner: "infrastructure",
	},
	{
		rows: [
			"argument CronJob authentik/authentik-outpost-token-sync: *",
			"field CronJob authentik/authentik-outpost-token-sync: *",
		],
		why: "One container and one script, from a ConfigMap, with pinned images; the password is a variable instead of a file.",
		owner: "infrastructure",
	},
	{
		rows: ["field Role authentik/authentik-outpost-token-sync: rules*"],
		why: "It patches one Secret and one Deployment by name; the Secret is created by provisioning.",
		owner: "infrastructure",
	},
	{
		rows: [
			"field release authentik: global.postgresql.*",
			"field release authentik: postgresql.*",
		],
		why: "Repeats defaults of the database's chart, or repeats the Secret's name under a second key.",
		owner: "infrastructure",
	},
];
