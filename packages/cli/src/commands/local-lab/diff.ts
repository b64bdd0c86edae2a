import { changesBetween } from "@lab/bundles";
import { exitCode } from "@lab/core";
import { replicaTools, rolloutDiff, withReplicaLock } from "@lab/replica";
import { defineCommand } from "../../command.ts";
import { paint } from "../../output.ts";
import {
	chartsFolder,
	chartsOption,
	localLab,
	runningReplica,
} from "./_local-lab.ts";

const SIGN = { add: "+", remove: "-", change: "~" } as const;

export const command = defineCommand({
	options: [chartsOption],
	example: "pnpm local-lab diff",
	async run(input) {
		const { progress, signal } = input;
		const { folder, tree } = localLab(input);
		const record = await runningReplica(input);
		const { fleet } = await replicaTools(progress, signal);
		const { cluster, working, skipped, drifted } = await withReplicaLock(
			folder,
			input,
			() =>
				rolloutDiff({
					folder,
					tree,
					program: fleet.path,
					charts: chartsFolder(input.options) ?? record.rollout?.charts,
					patienceMs: 0,
					progress,
					signal,
				}),
		);
		const changes = changesBetween(cluster, working);
		const nothing = changes.length === 0 && drifted.length === 0;
		return {
			exit: nothing ? exitCode.done : exitCode.no,
			document: { changes, skipped, drifted },
			text: [
				...changes.flatMap(({ action, bundle, object, details, destroys }) => [
					`${SIGN[action]} ${bundle}: ${object}`,
					...details.map((detail) => `    ${detail}`),
					...(destroys === undefined
						? []
						: [paint("red", `    Fleet would delete ${destroys}`)]),
				]),
				...drifted.map(({ name, reason }) =>
					paint("yellow", `! ${name} was modified in the cluster: ${reason}`),
				),
				nothing
					? "nothing would change"
					: `${changes.length} objects would change`,
			].join("\n"),
		};
	},
});
