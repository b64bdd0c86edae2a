import { gzipSync } from "node:zlib";
import { exitCode, LabError } from "@lab/core";
import type { WrittenObject } from "@lab/kubernetes";
// The runner's image has one file: the index would look for the schemas beside it.
import { unprivileged } from "@lab/kubernetes/unprivileged";
import { labels, type Plan, RUNS_NAMESPACE, runFiles } from "@lab/record";
import { leaseEnd, metadataOf } from "../backends/cluster/objects.ts";
import type { RunFolder, RunnerOptions } from "../run-folder.ts";
import { nameOf } from "./access.ts";

/** Largest content of a ConfigMap, less its metadata. */
const LARGEST_BYTES = 1_000_000;
/** Restarts of the runner, since it resumes after a crash of the runner or of its machine. */
const RESTARTS = 20;
/** How long the log of a finished Job remains readable. */
const KEPT_SECONDS = 7 * 24 * 3600;
/** Space on the volume in addition to logs: publish records and temporary files. */
const SPARE_BYTES = 2 ** 30;

/** Keys of a run's ConfigMap, which the runner inside reads as files. */
export const inputs = {
	plan: `${runFiles.plan}.gz`,
	options: runFiles.options,
} as const;

/** Paths of input and state in the container of the Dockerfile's image. */
export const containerPaths = {
	input: "/run/lab/input",
	state: "/var/lib/lab",
} as const;

/**
 * The Job that is the runner, with its input and the volume of its state.
 *
 * @param until latest end of the run, in nanoseconds since 1970
 * @throws LabError `plan-too-large` if the plan does not fit into a ConfigMap
 */
export function jobOf(
	plan: Plan,
	folder: RunFolder,
	options: RunnerOptions,
	until: bigint,
) {
	const name = nameOf(folder);
	const marks = metadataOf(plan, folder, until);
	const metadata = {
		name,
		namespace: RUNS_NAMESPACE,
		labels: { [labels.run]: marks.labels[labels.run] },
		annotations: marks.annotations,
	};
	const packed = gzipSync(JSON.stringify(plan)).toString("base64");
	if (packed.length > LARGEST_BYTES) {
		throw new LabError({
			code: "plan-too-large",
			what: `the compressed plan has ${packed.length} bytes; a ConfigMap holds ${LARGEST_BYTES}`,
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
								...(options.inside && { image: options.inside.image }),
								args: [folder.id],
								securityContext: unprivileged,
								resources: {
									requests: { cpu: "500m", memory: "256Mi" },
									limits: { memory: "2Gi" },
								},
								volumeMounts: [
									{ name: "input", mountPath: containerPaths.input },
									{ name: "state", mountPath: containerPaths.state },
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
	} satisfies Readonly<Record<string, WrittenObject>>;
}

/** Options of the runner inside: without kubeconfig and without paths on this machine. */
function insideOptions({
	logsUrl,
	prometheusUrl,
	inside,
}: RunnerOptions): RunnerOptions {
	return {
		programs: { kubectl: ["kubectl"] },
		...(logsUrl === undefined ? {} : { logsUrl }),
		...(prometheusUrl === undefined ? {} : { prometheusUrl }),
		...(inside === undefined ? {} : { inside }),
		state: containerPaths.state,
	};
}
