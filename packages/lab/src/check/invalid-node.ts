import { fault, suggestion } from "@lab/core";
import { validate } from "@lab/kubernetes";
import { type LabNode, type Role, shortName } from "../nodes.ts";
import type { Rule } from "./rule.ts";

/** Names in Ansible's inventory that are not machines. */
const inventoryNames: readonly string[] = [
	...["all", "agents", "localhost", "machines", "servers", "ungrouped"],
];

const roles: readonly Role[] = ["server", "agent", "monitoring"];

/** Labels that the kubelet and k3s set on every node. */
const ownLabels =
	/^(kubernetes\.io\/(hostname|os|arch)|node-role\.kubernetes\.io\/(control-plane|master|etcd))$/;

/** A DNS name as in RFC 1123, in lower case. */
const HOST =
	/^(?=.{1,253}$)[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?(\.[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?)*$/;

/** Kubernetes accepts the name, labels and taints of every node, and Ansible its short name and host; its roles and threads are real ones. */
export const invalidNode: Rule = {
	code: "invalid-node",
	check: ({ nodes }) =>
		nodes.flatMap((node) => [
			...(validate(asObject(node)) ?? []).map(({ path, what, help }) =>
				invalid(node, `${path} of ${node.name} ${what}`, help, path),
			),
			...(inventoryNames.includes(shortName(node))
				? [
						invalid(
							node,
							`${shortName(node)}, the short name of ${node.name}, means something else to Ansible`,
							"choose a name that starts otherwise",
							"name",
						),
					]
				: []),
			...(Number.isInteger(node.cpu) && node.cpu > 0
				? []
				: [
						invalid(
							node,
							`${node.cpu}, the hardware threads of ${node.name}, is not a whole number of them`,
							"use 1 or more",
							"cpu",
						),
					]),
			...node.roles
				.filter((role) => !roles.includes(role))
				.map((role) =>
					invalid(
						node,
						`'${role}' is not a role of machines`,
						suggestion(role, roles),
						"roles",
					),
				),
			...Object.keys(node.labels)
				.filter((key) => ownLabels.test(key))
				.map((key) =>
					invalid(
						node,
						`${key} of ${node.name} is a label that Kubernetes sets itself`,
						"leave it out: roles and names give it",
						"labels",
					),
				),
			...(HOST.test(node.host)
				? []
				: [
						invalid(
							node,
							`${JSON.stringify(node.host)}, the host of ${node.name}, is not a DNS name`,
							"use lower-case letters, digits, - and .",
							"host",
						),
					]),
		]),
};

/** The Node as Kubernetes would have it. */
const asObject = ({ name, labels, taints }: LabNode) => ({
	apiVersion: "v1",
	kind: "Node",
	metadata: { name, labels },
	spec: { taints: taints.map((taint) => ({ ...taint })) },
});

const invalid = (
	{ name }: LabNode,
	what: string,
	help: string,
	field: string,
) =>
	fault({ code: "invalid-node", what, where: `nodes.${name}.${field}`, help });
