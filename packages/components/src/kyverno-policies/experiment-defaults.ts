import { add } from "@lab/bundles";
import { bandwidth, type Environment, labNamespaces, toMbps } from "@lab/lab";
import type { Chart } from "cdk8s";

/** Default requests and limits of a container; as in vaclab-2. */
const container = { cpu: "250m", memory: "100Mi" } as const;

/** Default bandwidth of a pod, in Mbit/s, as a string. */
const rate = String(toMbps(bandwidth.defaultRate));

/**
 * Adds missing bandwidth annotations, requests and limits to pods that use the
 * bandwidth scheduler.
 *
 * As in vaclab-2, only the annotations for accounting have defaults. Those that
 * Cilium enforces have none: they would slow down experiments that did not
 * request a limit.
 */
export function addExperimentDefaults(scope: Chart, env: Environment): void {
	add(scope, "experiment-defaults", {
		apiVersion: "policies.kyverno.io/v1",
		kind: "MutatingPolicy",
		metadata: { name: "experiment-defaults" },
		spec: {
			// Without a webhook, pods are admitted without defaults instead of being rejected.
			failurePolicy: env.supports.webhooks.available ? "Fail" : "Ignore",
			// Pods only: Fleet would report a changed Deployment or StatefulSet as drift.
			autogen: { podControllers: { controllers: [] } },
			matchConstraints: {
				namespaceSelector: {
					matchExpressions: [
						{
							key: "kubernetes.io/metadata.name",
							operator: "NotIn",
							values: labNamespaces,
						},
					],
				},
				resourceRules: [
					{
						apiGroups: [""],
						apiVersions: ["v1"],
						operations: ["CREATE"],
						resources: ["pods"],
					},
				],
			},
			matchConditions: [
				{
					name: "asks-for-the-bandwidth-scheduler",
					expression: `object.spec.?schedulerName.orValue("") == "${bandwidth.schedulerName}"`,
				},
			],
			mutations: [annotations, resources].map((expression) => ({
				patchType: "ApplyConfiguration",
				applyConfiguration: { expression },
			})),
		},
	});
}

const { legacyEgress, legacyIngress } = bandwidth.annotations;

const annotation = (name: string) =>
	`"${name}": object.metadata.?annotations[?"${name}"].orValue("${rate}")`;

const annotations = `Object{
  metadata: Object.metadata{
    annotations: {
      ${annotation(legacyEgress)},
      ${annotation(legacyIngress)}
    }
  }
}
`;

/** If only the request or only the limit is set, the other gets the same value: a limit below the request is invalid. */
const amount = (what: "requests" | "limits", name: keyof typeof container) => {
	const other = what === "requests" ? "limits" : "requests";
	return `"${name}": c.?resources.?${what}[?"${name}"].orValue(c.?resources.?${other}[?"${name}"].orValue("${container[name]}"))`;
};

const resources = `Object{
  spec: Object.spec{
    containers: object.spec.containers.map(c, Object.spec.containers{
      name: c.name,
      resources: Object.spec.containers.resources{
        requests: {
          ${amount("requests", "cpu")},
          ${amount("requests", "memory")}
        },
        limits: {
          ${amount("limits", "cpu")},
          ${amount("limits", "memory")}
        }
      }
    })
  }
}
`;
