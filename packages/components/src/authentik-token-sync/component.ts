import { readFileSync } from "node:fs";
import { join } from "node:path";
import { add } from "@lab/bundles";
import { type PodSpec, unprivileged } from "@lab/kubernetes";
import { images, secretEnv, secrets } from "@lab/lab";
import type { Chart } from "cdk8s";
import { addAccount } from "../account.ts";
import { authentik } from "../authentik/component.ts";
import { outpost } from "../authentik-config/outpost.ts";
import { defineComponent } from "../component.ts";

const name = "authentik-outpost-token-sync";
const { namespace } = outpost;
const metadata = { name, namespace };
const token = secrets.authentikOutpostToken;

/**
 * Passes the token that Authentik generated to the login proxy.
 *
 * There is no initial Job: the CronJob runs within two minutes, for which the
 * proxy waits, and Fleet would report a deleted Job as drift.
 */
export const authentikTokenSync = defineComponent({
	name: "authentik-token-sync",
	purpose: "passes Authentik's token to the login proxy",
	namespace,
	// Not authentik-config: its pods are ready only with the token that this CronJob passes.
	needs: [authentik],
	adopt: true,
	objects(scope) {
		const verbs = ["get", "patch"];
		addAccount(scope, {
			...metadata,
			rules: [
				{
					apiGroups: [""],
					resources: ["secrets"],
					resourceNames: [token.name],
					verbs,
				},
				{
					apiGroups: ["apps"],
					resources: ["deployments"],
					resourceNames: [outpost.name],
					verbs,
				},
			],
		});
		add(scope, "scripts", {
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

/** The images of PostgreSQL and kubectl run as root by default, without needing to. */
const asNobody = {
	...unprivileged,
	readOnlyRootFilesystem: true,
	runAsNonRoot: true,
	runAsUser: 65_534,
};

const small = {
	requests: { cpu: "10m", memory: "32Mi" },
	limits: { cpu: "100m", memory: "128Mi" },
};

function addCronJob(scope: Chart): void {
	const objects = { name: "objects", mountPath: "/objects" };
	const pod: PodSpec = {
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
				securityContext: asNobody,
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
				securityContext: asNobody,
				resources: small,
			},
		],
		volumes: [
			{ name: "scripts", configMap: { name } },
			// In memory, so that the token is never written to disk.
			{ name: "objects", emptyDir: { medium: "Memory", sizeLimit: "1Mi" } },
		],
	};
	add(scope, "cron-job", {
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
