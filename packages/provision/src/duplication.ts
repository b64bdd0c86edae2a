import { markdownTable } from "@lab/core";
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

/** Change from the stack of vaclab-2, with its reason. */
interface Change {
	readonly today: string;
	readonly here: string;
	readonly why: string;
}

const changes: readonly Change[] = [
	{
		today: "one server on sqlite, no backup",
		here: "embedded etcd, snapshots every six hours and before each change; one server or three",
		why: "sqlite is three times slower under load, and a second server cannot join",
	},
	{
		today: "k3s and Helm installed by scripts from main, as root",
		here: "binaries and charts at exact versions, verified by checksum",
		why: "only reviewed code runs as root",
	},
	{
		today: "charts installed by Helm on the server, only if missing",
		here: "charts installed by k3s's own controller, which follows a file",
		why: "a new version or value takes effect, and Helm does not have to be installed",
	},
	{
		today: "OVN, kubelet and API ports open to anyone",
		here: "a separate nftables table: default deny, only the nodes as sources, rolled back unless confirmed",
		why: "write access to OVN's database gives control of the network",
	},
	{
		today: "172 MB default socket buffers, at least 8 MB per TCP socket",
		here: `the kernel's defaults, and as maximum the bandwidth-delay product at ${roundTripSeconds * 1000} ms, up to 64 MiB`,
		why: "a thousand pods with a hundred sockets each could otherwise claim more than all memory",
	},
	{
		today: "1,073,741,816 open files per process",
		here: "1,048,576, the kernel's default",
		why: "daemons that close every possible file descriptor at start need minutes for a billion",
	},
	{
		today: "kubeconfig readable by every user of the server",
		here: "readable by root only",
		why: "it gives full access to the cluster",
	},
	{
		today: "Longhorn's disks declared by an annotation on nodes",
		here: "set on Longhorn's own Node objects in every run",
		why: "Longhorn reads the annotation only once, when it first sees a node",
	},
	{
		today: "taints set after all workloads run",
		here: "taints set when a node registers",
		why: "no pod has to move",
	},
	{
		today: "a second scheduler and an operator account for bandwidth",
		here: "a second profile of the same scheduler, with the NIC's rate as a resource",
		why: "profiles share queue and cache, so they cannot allocate the same capacity twice",
	},
	{
		today: "all agents upgraded and restarted at once",
		here: "servers one by one, agents in batches; each node is drained and must be healthy before the next",
		why: "a bad version affects one node or batch, not the lab",
	},
	{
		today:
			"Rancher trusts Let's Encrypt's staging root, TLS 1.0 and unverified proxies",
		here: "trusts none of these",
		why: "certificates of the staging CA prove nothing",
	},
];

/** Report on the lab: its parts, how to duplicate it, and what differs from today's stack. */
export const duplicationReport = (): string =>
	`${[
		"<!-- Written by 'pnpm lab provision report' from packages/lab. Do not edit. -->",
		"# The lab, and how to duplicate it",
		"Hardware and versions are the facts of `packages/lab`. Values without a published source are marked ASSUMED there.",
		"## Machines",
		markdownTable(
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
		markdownTable(
			["what", "value"],
			[
				...sites.map(({ name, place }) => [`site ${name}`, place]),
				["pods", `${networks.pods}, /${networks.podsPerNodePrefix} per node`],
				["services", networks.services],
				["MTU", `${networks.mtu} bytes between machines`],
				["CNI", `${cni.name}, ${cni.tunnel} tunnels`],
			],
		),
		markdownTable(
			["port", "protocol", "purpose", "on", "from", "only with"],
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
		markdownTable(
			["part", "here", "runs today", "why"],
			Object.entries(platformParts).map(([name, part]) => [
				name,
				part.version,
				"running" in part ? part.running : part.version,
				part.why,
			]),
		),
		"## Components",
		markdownTable(
			["chart", "here", "runs today", "why"],
			Object.values(facts.charts).map((chart) => [
				`${chart.name} (${chart.releaseName})`,
				chart.version,
				chart.pinned ?? "",
				chart.why,
			]),
		),
		"## Storage",
		markdownTable(
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
		`Values for ${nodes[0].name}; machines with a slower NIC have smaller buffers.`,
		markdownTable(
			["key", "value", "why"],
			kernelSettings(nodes[0], nodes.length).map(({ key, value, reason }) => [
				key,
				value,
				reason,
			]),
		),
		"## Duplicating the lab, step by step",
		[
			"Provide machines for the roles above: at least one server and two agents, because volumes have two replicas.",
			"Add their entries to `packages/lab/src/nodes.ts`, pin their host keys, create the vault: see `docs/how-to/provision.md`.",
			"Run `pnpm provision pin` once, on a computer with Internet access.",
			"Run `pnpm provision cluster --check`, then `pnpm provision cluster`.",
			"Point the domain and all its names in DNS to the machines that serve ports 80 and 443.",
			"To move the state too, run `pnpm provision backup` in the old lab and `pnpm provision restore` in the new one; move volumes with Longhorn's own backups.",
		]
			.map((step, index) => `${index + 1}. ${step}`)
			.join("\n"),
		"## Changes from today's stack",
		markdownTable(
			["today", "here", "why"],
			changes.map(({ today, here, why }) => [today, here, why]),
		),
	].join("\n\n")}\n`;
