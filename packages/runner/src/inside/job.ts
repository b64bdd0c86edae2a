import { gzipSync } from "node:zlib";
import { exitCode, LabError } from "@lab/core";
import type { Plan } from "@lab/record";
import {
	leaseEnd,
	marksOf,
	RUN_LABEL,
	RUNS_NAMESPACE,
} from "../backends/cluster/objects.ts";
import type { RunFolder, RunOptions } from "../run-folder.ts";
import { nameOf } from "./access.ts";

/** What a ConfigMap holds at most, less what its envelope takes. */
const LARGEST_BYTES = 1_000_000;
/** A node that dies, or a runner that is killed, is only a pause. */
const RESTARTS = 20;
/** For how long its log can be read after it is done. */
const KEPT_SECONDS = 7 * 24 * 3600;
/** Beyond logs: the records of publishes, and room to work. */
const SPARE_BYTES = 2 ** 30;

/** Keys of the ConfigMap of a run; the files that the runner inside begins with. */
export const inputs = {
	plan: "plan.json.gz",
	options: "options.json",
} as const;

/** Where the image of the Dockerfile finds its input and keeps its state. */
export const places = {
	input: "/run/lab/input",
	state: "/var/lib/lab",
} as const;

/**
 * The Job that is the runner, with its input and its memory.
 *
 * @param until when the run is over at the latest, nanoseconds since 1970
 * @throws LabError `plan-too-large` when it does not fit into a ConfigMap
 */
export function jobOf(
	plan: Plan,
	folder: RunFolder,
	options: RunOptions,
	until: bigint,
): { job: object; input: object; volume: object } {
	const name = nameOf(folder);
	const { labels, annotations } = marksOf(plan, folder, until);
	const metadata = {
		name,
		namespace: RUNS_NAMESPACE,
		labels: { [RUN_LABEL]: labels[RUN_LABEL] },
		annotations,
	};
	const packed = gzipSync(JSON.stringify(plan)).toString("base64");
	if (packed.length > LARGEST_BYTES) {
		throw new LabError({
			code: "plan-too-large",
			what: `the plan has ${packed.length} bytes, packed; a ConfigMap takes ${LARGEST_BYTES}`,
			where: plan.name,
			help: "run it from outside: 'pnpm experiment submit' without --inside",
			exit: exitCode.wrongInput,
		});
	}
	return {
		job: {
			apiVersion: "batch/v1",
			kind: "Job",
			metadata,
			spec: {
				backoffLimit: RESTARTS,
				activeDeadlineSeconds: Math.ceil(
					(leaseEnd(until).getTime() - Date.now()) / 1000,
				),
				ttlSecondsAfterFinished: KEPT_SECONDS,
				template: {
					metadata: { labels: metadata.labels },
					spec: {
						serviceAccountName: name,
						restartPolicy: "OnFailure",
						securityContext: {
							runAsNonRoot: true,
							runAsUser: 1000,
							fsGroup: 1000,
						},
						containers: [
							{
								name: "runner",
								image: options.inside?.image,
								args: [folder.id],
								resources: {
									requests: { cpu: "500m", memory: "256Mi" },
									limits: { memory: "2Gi" },
								},
								volumeMounts: [
									{ name: "input", mountPath: places.input },
									{ name: "state", mountPath: places.state },
								],
							},
						],
						volumes: [
							{ name: "input", configMap: { name } },
							{ name: "state", persistentVolumeClaim: { claimName: name } },
						],
					},
				},
			},
		},
		input: {
			apiVersion: "v1",
			kind: "ConfigMap",
			metadata,
			binaryData: { [inputs.plan]: packed },
			data: { [inputs.options]: JSON.stringify(insideOptions(options)) },
		},
		volume: {
			apiVersion: "v1",
			kind: "PersistentVolumeClaim",
			metadata,
			spec: {
				accessModes: ["ReadWriteOnce"],
				resources: {
					requests: {
						storage: String(2 * plan.demand.logBytes + SPARE_BYTES),
					},
				},
			},
		},
	};
}

/** Inside there is one cluster, and no folder of this machine. */
function insideOptions({
	logsUrl,
	prometheusUrl,
	inside,
}: RunOptions): RunOptions {
	return {
		programs: { kubectl: ["kubectl"] },
		...(logsUrl === undefined ? {} : { logsUrl }),
		...(prometheusUrl === undefined ? {} : { prometheusUrl }),
		...(inside === undefined ? {} : { inside }),
		state: places.state,
	};
}
