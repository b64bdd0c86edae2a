import { type Panel, share } from "../panel.ts";
import { nic, rate, select } from "./_node.ts";

export const network: readonly Panel[] = [
	{
		title: "Traffic",
		description:
			"Bytes per second that each network card received and sent (sent below zero).",
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
		title: "Packets lost at the card",
		description:
			"Broken or thrown away, received and sent, per second. More than one in a million makes a run suspect.",
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
				legend: "{{node}} queue of a core full",
			},
		],
	},
	{
		title: "TCP sent again",
		description: "Share of TCP segments of the machine that were sent again.",
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
		title: "Tables of the kernel",
		description:
			"Share of the connection table and of the neighbour table that is taken. A full table loses packets without a word.",
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
			"Times per second that a link came or went, and that a connection was refused since a listener's queue was full.",
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
