import { exitCode, LabError } from "@lab/core";
import type { OwnerReference, WrittenObject } from "@lab/kubernetes";
import { labels, RUNS_NAMESPACE } from "@lab/record";
import {
	applyObjects,
	createKubectl,
	type Kubectl,
} from "../backends/cluster/kubectl.ts";
import {
	bundleName,
	bundleOf,
	FLEET_NAMESPACE,
	namespaceOf,
	runKey,
	runsNamespace,
} from "../backends/cluster/objects.ts";
import { now } from "../clock.ts";
import { latestEnd } from "../run-end.ts";
import { type RunFolder, readOptions, readPlan } from "../run-folder.ts";
import { accessOf, nameOf, sharedAccess } from "./access.ts";
import { jobOf } from "./job.ts";

/**
 * Submits a run to a runner inside the cluster: a Job with its plan, its volume and
 * minimal permissions. The engineer's machine need not stay on.
 *
 * All objects are removed automatically: with the Bundle, with the namespace, or
 * some days after the Job has finished.
 *
 * @throws LabError `namespace-taken` if another run uses the namespace
 */
export async function submitInside(
	folder: RunFolder,
	signal: AbortSignal,
): Promise<void> {
	const plan = await readPlan(folder);
	const options = await readOptions(folder);
	const kubectl = createKubectl(options);
	const until = latestEnd(plan, now());
	const name = nameOf(folder);
	const { job, input, volume } = jobOf(plan, folder, options, until);
	const owner = await kubectl.run(
		[
			"get",
			"namespace",
			plan.namespace,
			"--ignore-not-found",
			"-o",
			`jsonpath={.metadata.name}/{.metadata.labels.${labels.run.replaceAll(".", "\\.")}}`,
		],
		{ signal },
	);
	if (owner !== "" && owner.split("/")[1] !== runKey(folder)) {
		throw new LabError({
			code: "namespace-taken",
			what: `the namespace ${plan.namespace} exists and does not belong to this run`,
			where: plan.namespace,
			help: "wait until the run that uses it is done, or plan with another namespace",
			exit: exitCode.unavailable,
		});
	}
	const apply = (objects: readonly WrittenObject[]) =>
		applyObjects(kubectl, objects, signal);
	await apply([runsNamespace, ...sharedAccess()]);
	await apply([
		namespaceOf(plan, folder, until, undefined),
		bundleOf(plan, folder, until, true),
		// Suspended until everything that it needs exists.
		suspended(job, true),
	]);
	const ofJob = await ownerOf(kubectl, signal, RUNS_NAMESPACE, "job", name);
	const ofBundle = await ownerOf(
		kubectl,
		signal,
		FLEET_NAMESPACE,
		"bundles.fleet.cattle.io",
		bundleName(folder),
	);
	await apply(
		[...accessOf(plan, folder), input, volume].map((object) =>
			object.metadata.namespace === RUNS_NAMESPACE
				? owned(object, ofJob)
				: object.metadata.namespace === FLEET_NAMESPACE
					? owned(object, ofBundle)
					: object,
		),
	);
	await apply([suspended(job, false)]);
}

const suspended = (
	job: ReturnType<typeof jobOf>["job"],
	suspend: boolean,
): WrittenObject => ({
	...job,
	spec: { ...job.spec, suspend },
});

const owned = (
	object: WrittenObject,
	owner: OwnerReference,
): WrittenObject => ({
	...object,
	metadata: { ...object.metadata, ownerReferences: [owner] },
});

/** Owner reference to an object, with which Kubernetes deletes dependents. */
async function ownerOf(
	kubectl: Kubectl,
	signal: AbortSignal,
	namespace: string,
	kind: string,
	name: string,
): Promise<OwnerReference> {
	const text = await kubectl.run(
		[
			"-n",
			namespace,
			"get",
			kind,
			name,
			"-o",
			'jsonpath={.apiVersion}{"\\n"}{.kind}{"\\n"}{.metadata.uid}',
		],
		{ signal },
	);
	const [apiVersion = "", ofKind = "", uid = ""] = text.split("\n");
	return { apiVersion, kind: ofKind, name, uid };
}
