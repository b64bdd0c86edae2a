import { scrapeIntervals } from "../../scrape/intervals.ts";
import type { Dashboard } from "../dashboard.ts";
import { control } from "./control.ts";
import { delivery } from "./delivery.ts";
import { mesh } from "./mesh.ts";
import { outliers } from "./outliers.ts";
import { resources } from "./resources.ts";

/** Shows whether one experiment's network stays connected, and what that costs. */
export const gossip: Dashboard = {
	name: "gossip",
	title: "libp2p gossip",
	description: "Mesh, messages and cost of one gossipsub experiment.",
	folder: "experiments",
	refresh: scrapeIntervals.experiments,
	span: "1h",
	variables: [
		{
			name: "namespace",
			title: "Experiment",
			metric: "libp2p_peers",
			label: "namespace",
		},
	],
	rows: [
		{ title: "Mesh", panels: mesh },
		{ title: "Delivery", panels: delivery },
		{ title: "Control messages", panels: control },
		{ title: "Cost", panels: resources },
		{ title: "Outliers", panels: outliers },
	],
};
