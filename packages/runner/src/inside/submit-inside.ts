import { exitCode, LabError } from "@lab/core";
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
	RUN_LABEL,
	RUNS_NAMESPACE,
	runKey,
	runsNamespace,
} from "../backends/cluster/objects.ts";
import { now } from "../clock.ts";
import { latestEnd } from "../run-end.ts";
import { type RunFolder, readOptions, readPlan } from "../run-folder.ts";
import { accessOf, everyRunner, nameOf } from "./access.ts";
import { jobOf } from "./job.ts";

type Made = { metadata: { namespace?: string }; kind: string };

/**
 * Hands a run to a runner inside the cluster: a Job with its plan, its memory
 * and just the rights that it needs. Nobody's laptop has to stay awake.
 *
 * All of it goes by itself: with the Bundle, with the namespace, or some days
 * after the Job is done.
 *
 * @throws LabError `namespace-taken` when another run uses it
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
			`jsonpath={.metadata.name}/{.metadata.labels.${RUN_LABEL.replaceAll(".", "\\.")}}`,
		],
		{ signal },
	);
	if (owner !== "" && owner.split("/")[1] !== runKey(folder)) {
		throw new LabError({
			code: "namespace-taken",
			what: `the namespace ${plan.namespace} is there and is not of this run`,
			where: plan.namespace,
			help: "wait until the run that uses it is done, or plan with another namespace",
			exit: exitCode.letDown,
		});
	}
	const apply = (objects: readonly object[]) =>
		applyObjects(kubectl, objects, signal);
	await apply([runsNamespace, ...everyRunner()]);
	await apply([
		namespaceOf(plan, folder, until, undefined),
		bundleOf(plan, folder, until, true),
		// It waits until all that it needs is there.
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
	const access = accessOf(plan, folder) as Made[];
	await apply(
		[...access, input as Made, volume as Made].map((object) =>
			object.metadata.namespace === RUNS_NAMESPACE
				? owned(object, ofJob)
				: object.metadata.namespace === FLEET_NAMESPACE
					? owned(object, ofBundle)
					: object,
		),
	);
	await apply([suspended(job, false)]);
}

const suspended = (job: object, suspend: boolean): object => ({
	...job,
	spec: { ...(job as { spec: object }).spec, suspend },
});

const owned = (object: Made, owner: object): object => ({
	...object,
	metadata: { ...object.metadata, ownerReferences: [owner] },
});

/** What an object says that is to go with another one. */
async function ownerOf(
	kubectl: Kubectl,
	signal: AbortSignal,
	namespace: string,
	kind: string,
	name: string,
): Promise<object> {
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
	const [apiVersion, ofKind, uid] = text.split("\n");
	return { apiVersion, kind: ofKind, name, uid };
}
