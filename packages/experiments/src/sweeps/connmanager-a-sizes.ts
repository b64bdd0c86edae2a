import { connManagerAScale } from "../scenarios/connection-manager/connmanager-a-scale.ts";
import { defineSweep } from "../sweep.ts";

const highs = [50, 100, 150, 200];

export const connManagerASizes = defineSweep(connManagerAScale, {
	name: "connmanager-a-sizes",
	purpose: "is trimming still correct with higher watermarks?",
	zip: {
		low: highs.map((high) => high / 2),
		high: highs,
		peers: highs.map((high) => high + 20),
	},
});
