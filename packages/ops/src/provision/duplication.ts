import {
	cni,
	facts,
	type LabNode,
	networks,
	nodes,
	platformParts,
	ports,
	sites,
	storageClasses,
} from "@lab/lab";
import { kernelSettings, roundTripSeconds } from "./tuning.ts";

/** A change from the stack as vaclab-2 has it, and why. */
interface Change {
	readonly today: string;
	readonly here: string;
	readonly why: string;
}

const changes: readonly Change[] = [
	{
		today: "one server on sqlite, no backup",
		here: "embedded etcd, snapshots every six hours and before each change; one server or three",
		why: "sqlite answers three times slower under load, and a second server cannot join it",
	},
	{
		today: "k3s and Helm by install scripts from main, as root",
		here: "binaries and charts at exact versions, by checksum",
		why: "what runs as root is what was reviewed",
	},
	{
		today: "charts by Helm on the server, only when missing",
		here: "charts handed to k3s's own controller, which follows the file",
		why: "another version or value takes effect, and no Helm has to be installed",
	},
	{
		today: "OVN, kubelet and API ports open to everybody",
		here: "a table of our own: default deny, sources are the nodes, takes itself back unless confirmed",
		why: "an open database of the network is an open network",
	},
	{
		today: "172 MB default socket buffers, 8 MB at least per TCP socket",
		here: `the kernel's defaults, and at most what fills the link over ${roundTripSeconds * 1000} ms, up to 64 MiB`,
		why: "a thousand pods with a hundred sockets each would otherwise promise away more than all memory",
	},
	{
		today: "1,073,741,816 open files per process",
		here: "1,048,576, the kernel's default",
		why: "daemons that close all files at start take minutes for a billion",
	},
	{
		today: "kubeconfig readable by every user of the server",
		here: "root alone",
		why: "it is the key to the cluster",
	},
	{
		today: "Longhorn's disks by an annotation on nodes",
		here: "on Longhorn's own Node objects, each run",
		why: "Longhorn reads the annotation once, at first sight of a node",
	},
	{
		today: "taints set after everything runs",
		here: "taints from the first moment of a node",
		why: "nothing has to move",
	},
	{
		today: "a second scheduler and an operator count bandwidth",
		here: "a second profile of the one scheduler; the NIC's rate as a resource",
		why: "profiles share queue and cache, so they cannot promise the same capacity twice",
	},
	{
		today: "all agents upgraded and restarted at once",
		here: "servers one by one, agents in batches, each drained, each healthy before the next",
		why: "a bad version costs one node, not the lab",
	},
	{
		today:
			"Rancher trusts Let's Encrypt's staging root, TLS 1.0 and unchecked proxies",
		here: "none of these",
		why: "the staging root signs for anybody",
	},
];

/** The lab as a document: what it is made of, how to make another, what differs from today's. */
export const duplicationReport = (): string =>
	`${[
		"<!-- Written by 'pnpm lab provision report' from packages/lab. Do not edit. -->",
		"# The lab, and how to make another",
		"Hardware and versions are the facts of `packages/lab`; what nobody has published is marked ASSUMED there, beside the value.",
		"## Machines",
		table(
			["node", "site", "roles", "threads", "memory", "NIC", "disks"],
			(nodes as readonly LabNode[]).map((node) => [
				node.name,
				node.site,
				node.roles.join(", "),
				String(node.cpu),
				node.memory,
				node.nic,
				node.disks
					.map(({ path, size, tags }) => `${path} ${size} (${tags.join(", ")})`)
					.join("; "),
			]),
		),
		"## Network",
		table(
			["what", "value"],
			[
				...sites.map(({ name, place }) => [`site ${name}`, place]),
				["pods", `${networks.pods}, /${networks.podsPerNodePrefix} per node`],
				["services", networks.services],
				["largest packet", `${networks.mtu} bytes between machines`],
				["plug-in", `${cni.name}, ${cni.tunnel} tunnels`],
			],
		),
		table(
			["port", "protocol", "what", "on", "from", "only with"],
			ports.map((port) => [
				String(port.port),
				port.protocol,
				port.what,
				port.on,
				port.from,
				"only" in port ? port.only : "",
			]),
		),
		"## Platform",
		table(
			["part", "here", "runs today", "why"],
			Object.entries(platformParts).map(([name, part]) => [
				name,
				part.version,
				"running" in part ? part.running : part.version,
				part.why,
			]),
		),
		"## Components",
		table(
			["chart", "here", "runs today", "why"],
			Object.values(facts.charts).map((chart) => [
				`${chart.name} (${chart.releaseName})`,
				chart.version,
				chart.pinned ?? "",
				chart.why,
			]),
		),
		"## Storage",
		table(
			["class", "copies", "nodes", "disks", "why"],
			Object.values(storageClasses).map((one) => [
				one.name,
				String(one.replicas),
				one.nodeTags.join(", ") || "any",
				one.diskTags.join(", ") || "any",
				one.why,
			]),
		),
		"## Kernel settings",
		`Of ${nodes[0].name}; a slower NIC has smaller buffers.`,
		table(
			["key", "value", "why"],
			kernelSettings(nodes[0], nodes.length).map(({ key, value, reason }) => [
				key,
				value,
				reason,
			]),
		),
		"## A duplicate, step by step",
		[
			"Machines of the roles above: at least one server and two agents, since volumes have two copies.",
			"Their entries in `packages/lab/src/nodes.ts`, their host keys, the vault: `docs/how-to/provision.md`.",
			"`pnpm provision pin`, once, where the Internet is.",
			"`pnpm provision cluster --check`, then `pnpm provision cluster`.",
			"DNS: the domain and each of its names to the machines that serve 80 and 443.",
			"State, if it is to be taken along: `pnpm provision backup` there, `restore` here; volumes by Longhorn's own backups.",
		]
			.map((step, index) => `${index + 1}. ${step}`)
			.join("\n"),
		"## Changes from today's stack",
		table(
			["today", "here", "why"],
			changes.map(({ today, here, why }) => [today, here, why]),
		),
	].join("\n\n")}\n`;

function table(head: readonly string[], rows: readonly string[][]): string {
	const line = (cells: readonly string[]) =>
		`| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
	return [line(head), line(head.map(() => "---")), ...rows.map(line)].join(
		"\n",
	);
}
