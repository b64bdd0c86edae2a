import { exitCode } from "@lab/core";
import { defineCommand } from "../../command.ts";
import {
	describeBundles,
	describeEndpoints,
	readStatus,
} from "./_local-lab.ts";

export const command = defineCommand({
	example: "pnpm local-lab status --json",
	async run(input) {
		const status = await readStatus(input);
		const broken = status.services.filter(({ state }) => state !== "running");
		return {
			exit: status.state === "up" ? exitCode.done : exitCode.no,
			document: status,
			text:
				status.state === "down"
					? "there is no replica; 'pnpm local-lab up' creates one"
					: [
							`the replica is ${status.state} (${status.mode})`,
							...describeEndpoints(status),
							...broken.map(
								({ name, state, log }) => `  ${name} is ${state}: ${log}`,
							),
							...(broken.length > 0
								? ["  to repair it: pnpm local-lab up"]
								: []),
							...(status.without.length > 0
								? [
										`  switched off: ${status.without.join(", ")} (to switch one on: pnpm local-lab up --with <program>)`,
									]
								: []),
							...describeBundles(status.bundles),
						].join("\n"),
		};
	},
});
