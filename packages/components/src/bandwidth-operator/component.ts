import { bandwidth, charts, nodes, toMbps } from "@lab/lab";
import { defineComponent } from "../component.ts";

const local = toMbps(bandwidth.localRate);
/** The chart knows one rate for all nodes: the commonest. A node with another needs its Bandwidth object corrected by hand. */
const network = commonest(nodes.map(({ nic }) => toMbps(nic)));

/** Accounts the bandwidth of each node, for vaclab-2's scheduler. Goes with it. */
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
			// It watches every pod of the lab: the chart's 128Mi end in OOM kills.
			...(env.reserves && {
				resources: {
					limits: { cpu: 4, memory: "4Gi" },
					requests: { cpu: 2, memory: "500Mi" },
				},
			}),
		},
	}),
});

function commonest(rates: readonly number[]): number {
	const count = (rate: number) =>
		rates.filter((other) => other === rate).length;
	return rates.reduce((best, rate) =>
		count(rate) > count(best) ? rate : best,
	);
}
