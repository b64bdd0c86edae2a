import { at, type Constraints, positive } from "./constraint.ts";
import { labelKey, valueOfLabel } from "./names.ts";

/** Checks of where pods may run, and of their priority. */
export const placementConstraints: Constraints = {
	"core.v1.Toleration": {
		whole: ({ tolerationSeconds, effect }) =>
			tolerationSeconds === undefined || effect === "NoExecute"
				? []
				: [
						at(
							["tolerationSeconds"],
							"is set, although the effect is not NoExecute",
							"set effect to NoExecute, or remove it",
						),
					],
	},
	"core.v1.Taint": { fields: { key: labelKey, value: valueOfLabel } },
	"core.v1.PodAffinityTerm": { fields: { topologyKey: labelKey } },
	"core.v1.TopologySpreadConstraint": {
		fields: { maxSkew: positive, minDomains: positive, topologyKey: labelKey },
	},
	"scheduling.v1.PriorityClass": {
		whole: ({ metadata, value }) => {
			const { name } = (metadata ?? {}) as { name?: unknown };
			const isSystem = /^system-(node|cluster)-critical$/.test(String(name));
			if (isSystem) return [];
			return [
				...(String(name).startsWith("system-")
					? [
							at(
								["metadata", "name"],
								`is ${JSON.stringify(name)}, but Kubernetes reserves names with system-`,
								"choose another name",
								"invalid-name",
							),
						]
					: []),
				...(typeof value === "number" && value > 1e9
					? [
							at(
								["value"],
								`is ${value}, but only the system may use more than 1000000000`,
								"use at most 1000000000",
							),
						]
					: []),
			];
		},
	},
};
