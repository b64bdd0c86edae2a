import { bandwidth, charts, nodes, toMbps } from "@lab/lab";
import { defineComponent } from "../component.ts";

const local = toMbps(bandwidth.localRate);
/** The chart has one rate for all nodes, so this is the most common one. The Bandwidth objects of other nodes must be corrected by hand. */
const network = mostCommon(nodes.map(({ nic }) => toMbps(nic)));

/** Bandwidth accounting for vaclab-2's scheduler; to be removed together with it. */
export const bandwidthOperator = defineComponent({
	name: "bandwidth-operator",
	purpose: "bandwidth accounting per node",
	namespace: "vaclab-system",
	chart: charts.bandwidthOperator,
	values: (env) => ({
		manager: {
			bandwidth: {
				local: { uplink: local, downlink: local },
				network: { uplink: network, downlink: network },
			},
			// It watches every pod of the lab, and is OOM-killed with the chart's 128Mi.
			...(env.reserves && {
				resources: {
					limits: { cpu: 4, memory: "4Gi" },
					requests: { cpu: 2, memory: "500Mi" },
				},
			}),
		},
	}),
});

function mostCommon(rates: readonly number[]): number {
	const count = (rate: number) =>
		rates.filter((other) => other === rate).length;
	return rates.reduce((best, rate) =>
		count(rate) > count(best) ? rate : best,
	);
}
