import { connManagerEScale } from "../scenarios/connection-manager/connmanager-e-scale.ts";
import { defineSweep } from "../sweep.ts";

const sizes = [50, 100, 150, 200];

export const connManagerESizes = defineSweep(connManagerEScale, {
	name: "connmanager-e-sizes",
	purpose: "does the hub still keep abusers out as their number grows?",
	zip: {
		abusers: sizes.map((all) => Math.floor(all / 3)),
		peers: sizes.map((all) => all - Math.floor(all / 3)),
	},
});
