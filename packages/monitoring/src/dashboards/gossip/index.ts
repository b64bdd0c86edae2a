import { scrapeIntervals } from "../../scrape/intervals.ts";
import type { Dashboard } from "../dashboard.ts";
import { control } from "./control.ts";
import { delivery } from "./delivery.ts";
import { mesh } from "./mesh.ts";
import { outliers } from "./outliers.ts";
import { resources } from "./resources.ts";

/** Does the network of one experiment hold together, and what does it cost? */
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
		{ title: "Unlike the others", panels: outliers },
	],
};
