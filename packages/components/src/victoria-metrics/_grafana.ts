import {
	type Environment,
	endpoints,
	grafanaPlugins,
	place,
	secrets,
	storageClasses,
	stores,
	urlOf,
} from "@lab/lab";
import { scrapeIntervals } from "@lab/monitoring";

const LOGIN_SECRET = "/etc/secrets/authentik-oidc";

/** Values of Grafana, which runs next to the API server so that experiments cannot starve it. */
export const grafana = (env: Environment) => ({
	admin: { existingSecret: secrets.grafanaAdmin.name },
	plugins: [...grafanaPlugins],
	persistence: {
		enabled: true,
		size: env.disks.grafana,
		storageClassName: storageClasses.controlPlane.name,
	},
	// Its volume can be attached to one node at a time, so the old pod must stop first.
	deploymentStrategy: { type: "Recreate" },
	sidecar: {
		dashboards: {
			folderAnnotation: "grafana_folder",
			provider: { foldersFromFilesStructure: true, allowUiUpdates: true },
		},
	},
	"grafana.ini": {
		server: { root_url: urlOf(endpoints.grafana, env) },
		users: { auto_assign_org_role: "Editor" },
		...(env.supports.login.available && loginByAuthentik(env)),
	},
	...(env.supports.login.available && {
		extraSecretMounts: [
			{
				name: "authentik-oidc",
				secretName: secrets.grafanaOidcClient.name,
				mountPath: LOGIN_SECRET,
				readOnly: true,
			},
		],
	}),
	...(env.reserves && {
		resources: {
			requests: { cpu: "8", memory: "8Gi" },
			limits: { cpu: "16", memory: "16Gi" },
		},
	}),
	...place("controlPlane"),
});

function loginByAuthentik(env: Environment) {
	const authentik = urlOf(endpoints.authentik, env);
	return {
		auth: {
			disable_login_form: true,
			oauth_auto_login: true,
			// Identifies users by e-mail address, whichever identity provider they used.
			oauth_allow_insecure_email_lookup: true,
		},
		"auth.generic_oauth": {
			enabled: true,
			name: "authentik",
			allow_sign_up: true,
			client_id: `$__file{${LOGIN_SECRET}/client_id}`,
			client_secret: `$__file{${LOGIN_SECRET}/client_secret}`,
			scopes: "openid profile email",
			auth_url: `${authentik}/application/o/authorize/`,
			token_url: `${authentik}/application/o/token/`,
			api_url: `${authentik}/application/o/userinfo/`,
			signout_redirect_url: `${authentik}/application/o/grafana/end-session/`,
			use_pkce: true,
			login_attribute_path: "email",
			name_attribute_path: "name",
			groups_attribute_path: "groups",
			role_attribute_path:
				"contains(groups, 'authentik Admins') && 'Admin' || 'Editor'",
		},
	};
}

/** Longest scrape interval of the jobs on dashboards; rates over shorter ranges would be empty. */
const timeInterval = scrapeIntervals.experiments;

/** Data sources, with the ids that dashboards refer to. */
export const dataSources = {
	// Helm replaces the chart's list instead of merging it.
	victoriametrics: {
		datasources: [
			{
				name: "VictoriaMetrics",
				uid: "VictoriaMetrics",
				type: "prometheus",
				access: "proxy",
				isDefault: true,
				jsonData: { timeInterval },
			},
			{
				name: "VictoriaMetrics (DS)",
				uid: "VictoriaMetricsDS",
				type: "victoriametrics-metrics-datasource",
				access: "proxy",
				isDefault: false,
				jsonData: { timeInterval },
			},
		],
	},
	extra: [
		{
			name: "VictoriaLogs",
			uid: "VictoriaLogs",
			type: "victoriametrics-logs-datasource",
			access: "proxy",
			url: stores.logs.read,
		},
		{
			name: "VictoriaMetrics-Public",
			uid: "VictoriaMetricsPublic",
			type: "prometheus",
			access: "proxy",
			url: stores.metricsExternal.read,
			jsonData: { timeInterval },
		},
		{
			name: "VictoriaLogs-Public",
			uid: "VictoriaLogsPublic",
			type: "victoriametrics-logs-datasource",
			access: "proxy",
			url: stores.logsExternal.read,
		},
	],
};
