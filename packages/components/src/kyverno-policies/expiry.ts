import { add } from "@lab/bundles";
import { labNamespaces } from "@lab/lab";
import { labels } from "@lab/record";
import type { Chart } from "cdk8s";

const month = (...numbers: readonly string[]) => `(${numbers.join("|")})`;

/** Dates that exist: `timestamp()` fails for all others, and one failure would stop the policy for every object. */
const dates = [
	`20[0-9]{2}-${month("01", "03", "05", "07", "08", "10", "12")}-(0[1-9]|[12][0-9]|3[01])`,
	`20[0-9]{2}-${month("04", "06", "09", "11")}-(0[1-9]|[12][0-9]|30)`,
	"20[0-9]{2}-02-(0[1-9]|1[0-9]|2[0-8])",
	"20([02468][048]|[13579][26])-02-29",
].join("|");
const clock = "([01][0-9]|2[0-3]):[0-5][0-9]";

/** An instant of this century, as RFC 3339 writes it. */
const instant = `^(${dates})T${clock}:[0-5][0-9]([.][0-9]{1,9})?(Z|[+-]${clock})$`;

const expires = `object.metadata.?annotations[?"${labels.expires}"].orValue("")`;

/** Whether an object is not one of the lab's own. Nobody can delete the namespace `default`, and trying would fail each time. */
const notOurs = [
	`!(object.metadata.?namespace.orValue(object.metadata.name) in ${JSON.stringify(labNamespaces)})`,
	`(has(object.metadata.namespace) || object.metadata.name != "default")`,
].join(" && ");

/** Resources that an experiment leaves behind if its runner does not clean up. */
const kinds = ["namespaces", "pods"];

/**
 * Deletes namespaces and pods of experiments after their expiry time, in case
 * their runner has died. Objects without an expiry time, or with one that is
 * unreadable, are kept, and so are the lab's own namespaces and their pods.
 */
export function addExpiry(scope: Chart): void {
	add(scope, "expiry", {
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
				{ name: "it-is-not-the-lab-s-own", expression: notOurs },
				{
					name: "it-is-not-being-deleted",
					expression: "!has(object.metadata.deletionTimestamp)",
				},
				{
					name: "its-time-has-passed",
					expression: `${expires}.matches("${instant}") ? timestamp(${expires}) < time.now() : false`,
				},
			],
		},
	});
	add(scope, "expiry-role", {
		apiVersion: "rbac.authorization.k8s.io/v1",
		kind: "ClusterRole",
		metadata: {
			name: "kyverno:experiment-expiry",
			// Grants the role to Kyverno's cleanup controller.
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
