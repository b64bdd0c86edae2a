import { type Constraints, invalid, listOf } from "./constraint.ts";
import { dnsLabel, hostName, labels, portNumber, portOrName } from "./names.ts";

/** Default range of node ports. */
const nodePort = {
	value: (value: unknown) =>
		typeof value === "number" &&
		value !== 0 &&
		(value < 30_000 || value > 32_767)
			? invalid(
					value,
					"outside the range of node ports",
					"use a number from 30000 to 32767",
				)
			: undefined,
};

/** Constraints of Services, Ingresses and NetworkPolicies. */
export const networkConstraints: Constraints = {
	"core.v1.ServicePort": {
		fields: {
			name: dnsLabel,
			port: portNumber,
			targetPort: portOrName,
			nodePort,
		},
	},
	"core.v1.ServiceSpec": {
		fields: { selector: labels },
		whole: ({ type = "ClusterIP", clusterIP, ports }) => {
			const given = listOf(ports);
			if (given.length === 0)
				return clusterIP === "None" || type === "ExternalName"
					? []
					: [
							{
								code: "missing-field",
								at: ["ports"],
								what: "is empty",
								help: "add a port, or set clusterIP to None",
							},
						];
			return given.flatMap(({ name, nodePort }, index) => [
				...(given.length > 1 && name === undefined
					? [
							{
								code: "missing-field",
								at: ["ports", index, "name"],
								what: "is not set, although there are several ports",
								help: "name each of them",
							} as const,
						]
					: []),
				...(type === "ClusterIP" && typeof nodePort === "number"
					? [
							{
								...invalid(
									nodePort,
									"although the type is ClusterIP",
									"set type to NodePort, or remove nodePort",
								),
								at: ["ports", index, "nodePort"],
							},
						]
					: []),
			]);
		},
	},
	"networking.v1.IngressRule": { fields: { host: hostName } },
	"networking.v1.HTTPIngressPath": {
		fields: {
			path: {
				value: (value) =>
					typeof value === "string" &&
					(!value.startsWith("/") || /\/\/|\/\.\.?(\/|$)/.test(value))
						? invalid(
								value,
								"not an absolute path",
								"start it with / and remove //, /. and /..",
							)
						: undefined,
			},
		},
	},
	"networking.v1.ServiceBackendPort": {
		fields: { number: portNumber },
		whole: ({ name, number }) =>
			(name === undefined) === (number === undefined)
				? [
						{
							code: "invalid-value",
							at: [],
							what: "does not have exactly one of name and number",
							help: "set the port's name or its number",
						},
					]
				: [],
	},
};
