import { LabError } from "@lab/core";

const NODE = /^[a-z0-9][-a-z0-9]*-\d+$/;

/** Whether a text is the name of a node, and so of its pod: `<group>-<ordinal>`. */
export const isNodeName = (text: string): boolean => NODE.test(text);

const ORDINAL = /-(\d+)$/;

/** Name of a node: `relay` and `3` give `relay-3`. */
export const nodeNameOf = (group: string, ordinal: number): string =>
	`${group}-${ordinal}`;

/** The group in a node's name; a name without an ordinal is its own group. */
export const groupOf = (node: string): string => node.replace(ORDINAL, "");

/** The ordinal in a node's name. @throws LabError `not-a-node` for a name without one */
export function ordinalOf(node: string): number {
	const digits = ORDINAL.exec(node)?.[1];
	if (digits !== undefined) return Number(digits);
	throw new LabError({
		code: "not-a-node",
		what: `'${node}' has no ordinal`,
		where: node,
		help: "give a node's name as '<group>-<ordinal>', such as 'relay-3'",
	});
}

/** Names of a group's nodes: `relay-0` to `relay-<replicas - 1>`. */
export const nodesIn = ({
	name,
	replicas,
}: {
	readonly name: string;
	readonly replicas: number;
}): string[] =>
	Array.from({ length: replicas }, (_, ordinal) => nodeNameOf(name, ordinal));

/** Regular expression for the names of a group's nodes: without anchors, valid in RE2 too. */
export const nodePattern = (group: string): string => `${group}-[0-9]+`;
