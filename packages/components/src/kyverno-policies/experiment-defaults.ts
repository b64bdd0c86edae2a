import {
	bandwidth,
	type Environment,
	platform,
	rancherNamespaces,
	toMbps,
} from "@lab/lab";
import { ApiObject, type Chart } from "cdk8s";
import type { Component } from "../component.ts";

/** What a container gets that says nothing; as vaclab-2. */
const container = { cpu: "250m", memory: "100Mi" } as const;

/** What a pod is accounted that says nothing, in Mbit/s, as a text. */
const rate = String(toMbps(bandwidth.defaultRate));

/** Where the lab's own programs run: policies for experiments leave them alone. */
export const systemNamespaces = (lab: readonly Component[]): string[] =>
	[
		...new Set([
			...platform.namespaces,
			...rancherNamespaces,
			...lab.map(({ namespace }) => namespace),
		]),
	]
		// Nothing of the lab runs there, and people try things out in it.
		.filter((namespace) => namespace !== "default")
		.sort();

/**
 * Pods that ask for the bandwidth scheduler get what they did not say:
 * bandwidth to account, requests and limits.
 *
 * Only what is accounted has a default, as in vaclab-2. What Cilium enforces
 * has none: it would slow down experiments that never asked for a limit.
 */
export function addExperimentDefaults(
	scope: Chart,
	env: Environment,
	lab: readonly Component[],
): void {
	new ApiObject(scope, "experiment-defaults", {
		apiVersion: "policies.kyverno.io/v1",
		kind: "MutatingPolicy",
		metadata: { name: "experiment-defaults" },
		spec: {
			// Where nobody answers the webhook a pod goes without defaults, rather than not at all.
			failurePolicy: env.served.webhooks.here ? "Fail" : "Ignore",
			// Pods only: a Deployment or StatefulSet that was changed would be drift to Fleet.
			autogen: { podControllers: { controllers: [] } },
			matchConstraints: {
				namespaceSelector: {
					matchExpressions: [
						{
							key: "kubernetes.io/metadata.name",
							operator: "NotIn",
							values: systemNamespaces(lab),
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

/** A limit below the request would be refused, so each follows the other where only one is said. */
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
