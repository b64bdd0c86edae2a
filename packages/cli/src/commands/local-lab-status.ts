import { exitCode } from "@lab/core";
import type { Command } from "../command.ts";
import {
	describeBundles,
	describeEndpoints,
	readStatus,
} from "./_local-lab.ts";

export const command: Command = {
	summary: "Show how the replica is: endpoints, bundles, processes",
	example: "pnpm local-lab status --json",
	async run(input) {
		const status = await readStatus(input);
		const broken = status.services.filter(({ state }) => state !== "running");
		return {
			exit: status.state === "up" ? exitCode.done : exitCode.no,
			document: status,
			text:
				status.state === "down"
					? "there is no replica; 'pnpm local-lab up' makes one"
					: [
							`the replica is ${status.state} (${status.mode})`,
							...describeEndpoints(status),
							...broken.map(
								({ name, state, log }) => `  ${name} is ${state}: ${log}`,
							),
							...(broken.length > 0 ? ["  mend it: pnpm local-lab up"] : []),
							...(status.without.length > 0
								? [
										`  switched off: ${status.without.join(", ")} (back with: pnpm local-lab up --with <program>)`,
									]
								: []),
							...describeBundles(status.bundles),
						].join("\n"),
		};
	},
};
