import type { Panel } from "../panel.ts";
import { select } from "./_node.ts";

/**
 * Query for the highest sensor temperature of a node.
 *
 * @param chips regular expression for the chips' names
 */
const hottest = (chips: string) => ({
	expr: `max by (node) (${select("node_hwmon_temp_celsius")} * on (node, chip) group_left (chip_name) ${select("node_hwmon_chip_names", { chip_name: `=~"${chips}"` })})`,
	legend: "{{node}}",
});

export const temperature: readonly Panel[] = [
	{
		title: "CPU temperature",
		description:
			"Hottest core. Above the red line, the CPU is about to throttle, which slows every experiment on it.",
		unit: "celsius",
		queries: [hottest("coretemp|k10temp|zenpower")],
		limits: [50, 65],
	},
	{
		title: "NIC temperature",
		description: "Hottest sensor of the network cards.",
		unit: "celsius",
		queries: [hottest("i350bb|mlx5|ixgbe|bnxt_en")],
		limits: [70, 80],
	},
	{
		title: "NVMe temperature",
		description: "Hottest disk. Above the red line, it writes more slowly.",
		unit: "celsius",
		queries: [hottest("nvme")],
		limits: [70, 80],
	},
];
