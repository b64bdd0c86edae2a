import { connManagerEScale } from "../scenarios/connection-manager/connmanager-e-scale.ts";
import { defineSweep } from "../sweep.ts";

const sizes = [50, 100, 150, 200];

export const connManagerESizes = defineSweep(connManagerEScale, {
	name: "connmanager-e-sizes",
	purpose: "do abusers stay out while they become more?",
	zip: {
		abusers: sizes.map((all) => Math.floor(all / 3)),
		peers: sizes.map((all) => all - Math.floor(all / 3)),
	},
});
