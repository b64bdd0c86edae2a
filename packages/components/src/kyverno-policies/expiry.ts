import { labels } from "@lab/lab";
import { ApiObject, type Chart } from "cdk8s";

/** What an experiment leaves behind when nobody tidies up after it. */
const kinds = ["namespaces", "pods"];

/**
 * Deletes namespaces and pods of experiments once the time that they carry has
 * passed: for runs whose runner is gone. Without a time they stay.
 */
export function addExpiry(scope: Chart): void {
	new ApiObject(scope, "expiry", {
		apiVersion: "policies.kyverno.io/v1",
		kind: "DeletingPolicy",
		metadata: { name: "experiment-expiry" },
		spec: {
			schedule: "*/5 * * * *",
			deletionPropagationPolicy: "Background",
			matchConstraints: {
				objectSelector: {
					matchExpressions: [{ key: labels.experiment, operator: "Exists" }],
				},
				resourceRules: [
					{ apiGroups: [""], apiVersions: ["v1"], resources: kinds },
				],
			},
			conditions: [
				{
					name: "its-time-has-passed",
					expression: `timestamp(object.metadata.?annotations[?"${labels.expires}"].orValue("9999-12-31T23:59:59Z")) < time.now()`,
				},
			],
		},
	});
	new ApiObject(scope, "expiry-role", {
		apiVersion: "rbac.authorization.k8s.io/v1",
		kind: "ClusterRole",
		metadata: {
			name: "kyverno:experiment-expiry",
			// Kyverno's cleanup controller has all rights that carry this label.
			labels: { "rbac.kyverno.io/aggregate-to-cleanup-controller": "true" },
		},
		rules: [
			{
				apiGroups: [""],
				resources: kinds,
				verbs: ["get", "list", "watch", "delete"],
			},
		],
	});
}
