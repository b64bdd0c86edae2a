import { scrapeIntervals } from "../../scrape/intervals.ts";
import type { Dashboard } from "../dashboard.ts";
import { clock } from "./clock.ts";
import { cpu } from "./cpu.ts";
import { memory } from "./memory.ts";
import { network } from "./network.ts";
import { storage } from "./storage.ts";
import { temperature } from "./temperature.ts";

/** Shows whether the hardware is healthy, and whether measurements taken on it can be trusted. */
export const nodeHealth: Dashboard = {
	name: "node-health",
	title: "Node health",
	description:
		"Hardware and kernel of every node: conditions that invalidate a run.",
	folder: "health",
	refresh: scrapeIntervals.nodeExporter,
	span: "3h",
	variables: [
		{
			name: "node",
			title: "Node",
			metric: "node_uname_info",
			label: "node",
			many: true,
		},
	],
	rows: [
		{ title: "Temperature", panels: temperature },
		{ title: "CPU", panels: cpu },
		{ title: "Memory", panels: memory },
		{ title: "Storage", panels: storage },
		{ title: "Network", panels: network },
		{ title: "Clock", panels: clock },
	],
};
