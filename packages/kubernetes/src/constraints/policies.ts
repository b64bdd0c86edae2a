import { isIP } from "node:net";
import { ipAddress, isWithin, network } from "./addresses.ts";
import {
	at,
	type Constraints,
	exactlyOne,
	type InnerReason,
	invalid,
	isSet,
	type Json,
	listOf,
} from "./constraint.ts";
import { domain, hostName, portOrName } from "./names.ts";

/** Checks of who reaches whom: fields of Services, Ingresses and NetworkPolicies that depend on others. */
export const policyConstraints: Constraints = {
	"core.v1.ServiceSpec": {
		fields: {
			externalIPs: { entries: ipAddress.value as never },
			loadBalancerSourceRanges: { entries: network.value as never },
		},
		whole: (spec) => [
			...wrongType(spec),
			...wrongClusterIP(spec),
			...repeatedPorts(spec),
		],
	},
	"networking.v1.IngressSpec": {
		whole: ({ defaultBackend, rules }) =>
			isSet(defaultBackend) || listOf(rules).length > 0
				? []
				: [
						at(
							["rules"],
							"is empty, and there is no default backend",
							"add a rule",
							"missing-field",
						),
					],
	},
	"networking.v1.IngressTLS": {
		fields: {
			hosts: { entries: hostName.value as never },
			secretName: domain,
		},
	},
	"networking.v1.IngressBackend": { whole: exactlyOne("resource", "service") },
	"networking.v1.IPBlock": {
		fields: { cidr: network, except: { entries: network.value as never } },
		whole: ({ cidr, except }) =>
			(Array.isArray(except) ? except : []).flatMap((inner, index) =>
				isWithin(String(inner), String(cidr))
					? []
					: [
							at(
								["except", index],
								`is ${JSON.stringify(inner)}, not a part of ${cidr}`,
								"use a smaller network inside cidr",
							),
						],
			),
	},
	"networking.v1.NetworkPolicyPeer": {
		whole: ({ ipBlock, namespaceSelector, podSelector }) => {
			const selects = isSet(namespaceSelector) || isSet(podSelector);
			if (isSet(ipBlock) !== selects) return [];
			return [
				at(
					[],
					selects
						? "has both an ipBlock and a selector"
						: "has neither an ipBlock nor a selector",
					selects
						? "make two entries of it"
						: "set ipBlock, podSelector or namespaceSelector",
				),
			];
		},
	},
	"networking.v1.NetworkPolicyPort": {
		fields: { port: portOrName },
		whole: ({ port, endPort }) =>
			!isSet(endPort) || (typeof port === "number" && Number(endPort) >= port)
				? []
				: [
						at(
							["endPort"],
							`is ${endPort}, but port is ${port ?? "not set"}`,
							"use a number that is at least port",
						),
					],
	},
	"discovery.v1.EndpointSlice": {
		whole: ({ addressType, endpoints }) =>
			listOf(endpoints).flatMap(({ addresses }, index) =>
				(Array.isArray(addresses) ? addresses : []).flatMap(
					(address, number) =>
						isOfType(String(address), addressType)
							? []
							: [
									at(
										["endpoints", index, "addresses", number],
										`is ${JSON.stringify(address)}, not an address of type ${addressType}`,
										"correct it, or addressType",
									),
								],
				),
			),
	},
};

function isOfType(address: string, type: unknown): boolean {
	if (type === "IPv4") return isIP(address) === 4;
	if (type === "IPv6") return isIP(address) === 6;
	return true;
}

/** Finds fields that another type of Service has. */
function wrongType(spec: Json): InnerReason[] {
	const { type = "ClusterIP", externalName } = spec;
	const isReachable =
		type === "NodePort" ||
		type === "LoadBalancer" ||
		listOf(spec.externalIPs).length > 0;
	const excluded = [
		...(isReachable || isSet(spec.externalIPs)
			? []
			: ["externalTrafficPolicy"]),
		...(type === "LoadBalancer"
			? []
			: ["loadBalancerClass", "loadBalancerSourceRanges"]),
	];
	return [
		...(type === "ExternalName" && !externalName
			? [
					at(
						["externalName"],
						"is not set, although the type is ExternalName",
						"set the DNS name",
						"missing-field",
					),
				]
			: []),
		...(type === "ExternalName" && typeof externalName === "string"
			? wrongExternalName(externalName)
			: []),
		...excluded
			.filter((field) => isSet(spec[field]))
			.map((field) =>
				at(
					[field],
					`is set, although the type is ${type}`,
					"remove it, or set type to LoadBalancer",
				),
			),
	];
}

function wrongExternalName(name: string): InnerReason[] {
	const reason = domain.value?.(name.replace(/\.$/, ""));
	return reason === undefined ? [] : [{ ...reason, at: ["externalName"] }];
}

function wrongClusterIP({ type, clusterIP }: Json): InnerReason[] {
	if (typeof clusterIP !== "string" || clusterIP === "") return [];
	if (clusterIP !== "None")
		return isIP(clusterIP) !== 0
			? []
			: [
					{
						...invalid(
							clusterIP,
							"neither an address nor None",
							"remove it, so that the cluster chooses one",
						),
						at: ["clusterIP"],
					},
				];
	return type === "NodePort" || type === "LoadBalancer"
		? [
				at(
					["clusterIP"],
					`is None, although the type is ${type}`,
					"remove it, or remove type",
				),
			]
		: [];
}

function repeatedPorts({ ports }: Json): InnerReason[] {
	const names = listOf(ports).map(({ name }) => name);
	return names.flatMap((name, index) =>
		isSet(name) && names.indexOf(name) < index
			? [
					at(
						["ports", index, "name"],
						`is ${JSON.stringify(name)}, the name of another port too`,
						"give it a name of its own",
						"duplicate-entry",
					),
				]
			: [],
	);
}
