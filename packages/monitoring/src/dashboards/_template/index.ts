import { scrapeIntervals } from "../../scrape/intervals.ts";
import type { Dashboard } from "../dashboard.ts";
import { peers } from "./peers.ts";

/** My dashboard: say here which question it answers. */
export const myDashboard: Dashboard = {
	name: "my-dashboard",
	title: "My dashboard",
	description: "Say here which question it answers.",
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
	rows: [{ title: "Peers", panels: peers }],
};
