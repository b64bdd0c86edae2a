import { fault } from "@lab/core";
import type { Rule } from "./rule.ts";

/** The number of servers is odd: etcd needs more than half of them, so that an even number survives no more failures than one less. */
export const evenServers: Rule = {
	code: "even-servers",
	check: ({ nodes }) => {
		const servers = nodes.filter(({ roles }) => roles.includes("server"));
		const count = servers.length;
		if (count === 0 || count % 2 === 1) return [];
		return [
			fault({
				code: "even-servers",
				what: `${count} nodes are servers: the cluster survives the failure of ${count / 2 - 1} of them, as it would with ${count - 1}, and one more can fail`,
				where: "nodes",
				help: `make ${count + 1} or ${count - 1} of them servers`,
			}),
		];
	},
};
