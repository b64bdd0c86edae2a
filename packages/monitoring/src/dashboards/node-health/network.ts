import { type Panel, share } from "../panel.ts";
import { nic, rate, select } from "./_node.ts";

export const network: readonly Panel[] = [
	{
		title: "Traffic",
		description:
			"Bytes per second received and sent by each network card (sent is drawn below zero).",
		unit: "Bps",
		queries: [
			{
				expr: rate("node_network_receive_bytes_total", nic),
				legend: "{{node}} {{device}} in",
			},
			{
				expr: `-${rate("node_network_transmit_bytes_total", nic)}`,
				legend: "{{node}} {{device}} out",
			},
		],
	},
	{
		title: "Packets lost in the node",
		description:
			"Packets dropped or damaged at the network cards, in each direction, and packets dropped because a core's input queue was full, per second. More than one in a million makes a run suspect.",
		unit: "pps",
		min: 0,
		queries: [
			{
				expr: `sum by (node) (${rate("node_network_receive_errs_total", nic)} + ${rate("node_network_receive_drop_total", nic)})`,
				legend: "{{node}} in",
			},
			{
				expr: `sum by (node) (${rate("node_network_transmit_errs_total", nic)} + ${rate("node_network_transmit_drop_total", nic)})`,
				legend: "{{node}} out",
			},
			{
				expr: `sum by (node) (${rate("node_softnet_dropped_total")})`,
				legend: "{{node}} core queue full",
			},
		],
	},
	{
		title: "TCP retransmissions",
		description: "Share of the machine's TCP segments that were retransmitted.",
		unit: "percentunit",
		min: 0,
		queries: [
			{
				expr: `${rate("node_netstat_Tcp_RetransSegs")} / (${rate("node_netstat_Tcp_OutSegs")} > 0)`,
				legend: "{{node}}",
			},
		],
		limits: [0.001, 0.01],
	},
	{
		title: "Kernel tables",
		description:
			"Share of the connection tracking table and of the neighbour table in use. A full table drops packets silently.",
		...share,
		queries: [
			{
				expr: `${select("node_nf_conntrack_entries")} / ${select("node_nf_conntrack_entries_limit")}`,
				legend: "{{node}} connections",
			},
			{
				expr: `sum by (node) (${select("node_arp_entries")}) / on (node) ${select("node_sysctl_net_ipv4_neigh_default_gc_thresh3")}`,
				legend: "{{node}} neighbours",
			},
		],
		limits: [0.6, 0.75],
	},
	{
		title: "Links and listeners",
		description:
			"Times per second that a link went up or down, and that a connection was refused because a listener's queue was full.",
		unit: "cps",
		min: 0,
		queries: [
			{
				expr: `sum by (node) (${rate("node_network_carrier_changes_total", nic)})`,
				legend: "{{node}} link",
			},
			{
				expr: rate("node_netstat_TcpExt_ListenOverflows"),
				legend: "{{node}} listener",
			},
		],
	},
];
