import { readFileSync } from "node:fs";
import { join } from "node:path";
import { images, secretEnv, secrets } from "@lab/lab";
import { ApiObject, type Chart } from "cdk8s";
import { addAccount } from "../account.ts";
import { authentikConfig } from "../authentik-config/component.ts";
import { outpost } from "../authentik-config/outpost.ts";
import { defineComponent } from "../component.ts";

const name = "authentik-outpost-token-sync";
const { namespace } = outpost;
const metadata = { name, namespace };
const token = secrets.authentikOutpostToken;

/**
 * Gives the login proxy the token that Authentik made for it.
 *
 * There is no first Job: the CronJob comes within two minutes, the proxy waits
 * until then, and a Job that is done would be drift to Fleet once it is gone.
 */
export const authentikTokenSync = defineComponent({
	name: "authentik-token-sync",
	purpose: "hands Authentik's own token to the login proxy",
	namespace,
	needs: [authentikConfig],
	adopt: true,
	objects(scope) {
		const one = { resourceNames: [token.name], verbs: ["get", "patch"] };
		addAccount(scope, {
			...metadata,
			rules: [
				{ apiGroups: [""], resources: ["secrets"], ...one },
				{
					apiGroups: ["apps"],
					resources: ["deployments"],
					...one,
					resourceNames: [outpost.name],
				},
			],
		});
		new ApiObject(scope, "scripts", {
			apiVersion: "v1",
			kind: "ConfigMap",
			metadata,
			data: {
				"read-token.sh": readFileSync(
					join(import.meta.dirname, "files", "read-token.sh"),
					"utf8",
				),
			},
		});
		addCronJob(scope);
	},
});

/** Postgres's and kubectl's images start as root, and need nothing of it. */
const unprivileged = {
	allowPrivilegeEscalation: false,
	readOnlyRootFilesystem: true,
	runAsNonRoot: true,
	runAsUser: 65_534,
	capabilities: { drop: ["ALL"] },
};

const small = {
	requests: { cpu: "10m", memory: "32Mi" },
	limits: { cpu: "100m", memory: "128Mi" },
};

function addCronJob(scope: Chart): void {
	const objects = { name: "objects", mountPath: "/objects" };
	const pod = {
		serviceAccountName: name,
		restartPolicy: "OnFailure",
		initContainers: [
			{
				name: "read-token",
				image: images.postgres,
				command: ["sh", "/scripts/read-token.sh"],
				env: [
					{ name: "PGHOST", value: "authentik-postgresql" },
					{ name: "PGUSER", value: "authentik" },
					{ name: "PGDATABASE", value: "authentik" },
					secretEnv("PGPASSWORD", secrets.authentikPostgresql, "password"),
					{ name: "OUTPOST", value: outpost.title },
					{ name: "NAMESPACE", value: namespace },
					{ name: "SECRET", value: token.name },
					{ name: "DEPLOYMENT", value: outpost.name },
				],
				volumeMounts: [objects, { name: "scripts", mountPath: "/scripts" }],
				securityContext: unprivileged,
				resources: small,
			},
		],
		containers: [
			{
				name: "apply",
				image: images.kubectl,
				args: [
					"apply",
					"--server-side",
					"--force-conflicts",
					`--field-manager=${name}`,
					"--filename=/objects",
				],
				volumeMounts: [{ ...objects, readOnly: true }],
				securityContext: unprivileged,
				resources: small,
			},
		],
		volumes: [
			{ name: "scripts", configMap: { name } },
			// In memory: the token shall be on no disk.
			{ name: "objects", emptyDir: { medium: "Memory", sizeLimit: "1Mi" } },
		],
	};
	new ApiObject(scope, "cron-job", {
		apiVersion: "batch/v1",
		kind: "CronJob",
		metadata,
		spec: {
			schedule: "*/2 * * * *",
			concurrencyPolicy: "Forbid",
			successfulJobsHistoryLimit: 1,
			jobTemplate: { spec: { template: { spec: pod } } },
		},
	});
}
