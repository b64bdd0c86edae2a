import { connManagerAScale } from "../scenarios/connection-manager/connmanager-a-scale.ts";
import { defineSweep } from "../sweep.ts";

const highs = [50, 100, 150, 200];

export const connManagerASizes = defineSweep(connManagerAScale, {
	name: "connmanager-a-sizes",
	purpose: "does trimming stay right while the marks grow?",
	zip: {
		low: highs.map((high) => high / 2),
		high: highs,
		peers: highs.map((high) => high + 20),
	},
});
