import type { ReadObject } from "@lab/kubernetes";
import { fleet } from "@lab/lab";
import type { KubeApi } from "../access/kube-api.ts";
import { clusterNamespace } from "../seed/fleet-objects.ts";

/** State of a bundle: `not-ready` carries Fleet's reason, `skipped` ours; `parked` waits for its label. */
export interface BundleState {
	readonly name: string;
	readonly state: "ready" | "not-ready" | "skipped" | "parked";
	/** Fleet's own state: Ready, Modified, WaitApplied, ErrApplied, NotReady, OutOfSync or Pending. */
	readonly fleetState?: string;
	readonly reason?: string;
	/** Whether Fleet's agent has noted a failure after which it never tries again. */
	readonly stuck?: boolean;
}

interface Condition {
	readonly type: string;
	readonly status: string;
	readonly message?: string;
}

interface Deployment {
	readonly spec: {
		readonly deploymentID?: string;
		/** What the bundle's newest content would deploy. */
		readonly stagedDeploymentID?: string;
		readonly paused?: boolean;
	};
	readonly status?: {
		readonly appliedDeploymentID?: string;
		readonly ready?: boolean;
		readonly nonModified?: boolean;
		readonly conditions?: readonly Condition[];
		readonly display?: { readonly state?: string };
		readonly nonReadyStatus?: readonly {
			readonly kind: string;
			readonly name: string;
			readonly summary?: { readonly message?: readonly string[] };
		}[];
		readonly modifiedStatus?: readonly {
			readonly kind: string;
			readonly name: string;
			readonly missing?: boolean;
			readonly delete?: boolean;
			readonly patch?: string;
		}[];
	};
}

/** States of our bundles in the cluster and of skipped ones, sorted by name. */
export async function bundleStates(
	api: KubeApi,
	skipped: Readonly<Record<string, string>> = {},
): Promise<BundleState[]> {
	const [bundles, deployments, labels] = await Promise.all([
		api.list("fleet.cattle.io/v1alpha1", "Bundle", {
			namespace: fleet.workspace,
			selector: `fleet.cattle.io/repo-name=${fleet.gitRepo}`,
		}),
		listDeployments(api),
		clusterLabels(api),
	]);
	const states = bundles.map((bundle): BundleState => {
		const { name } = bundle.metadata;
		const deployment = deployments.get(name);
		return deployment === undefined && isParked(bundle, labels)
			? { name, state: "parked" }
			: stateOf(bundle, deployment);
	});
	const skippedStates = Object.entries(skipped).map(
		([name, reason]): BundleState => ({ name, state: "skipped", reason }),
	);
	return [
		...states.filter(({ name }) => skipped[name] === undefined),
		...skippedStates,
	].sort((a, b) => (a.name < b.name ? -1 : 1));
}

export async function listDeployments(
	api: KubeApi,
): Promise<Map<string, ReadObject>> {
	const all = await api.list("fleet.cattle.io/v1alpha1", "BundleDeployment", {
		namespace: clusterNamespace,
	});
	return new Map(all.map((one) => [one.metadata.name, one]));
}

type Labels = Readonly<Record<string, string>>;

async function clusterLabels(api: KubeApi): Promise<Labels> {
	const cluster = await api.get({
		apiVersion: "fleet.cattle.io/v1alpha1",
		kind: "Cluster",
		metadata: { name: fleet.cluster, namespace: fleet.workspace },
	});
	return cluster?.metadata.labels ?? {};
}

/** Whether every target of a bundle requires a label that our cluster lacks. */
function isParked({ spec }: ReadObject, labels: Labels): boolean {
	const { targets = [] } = spec as {
		targets?: { clusterSelector?: { matchLabels?: Labels } }[];
	};
	return (
		targets.length > 0 &&
		targets.every(({ clusterSelector }) =>
			Object.entries(clusterSelector?.matchLabels ?? {}).some(
				([key, value]) => labels[key] !== value,
			),
		)
	);
}

function stateOf(
	bundle: ReadObject,
	deployment: ReadObject | undefined,
): BundleState {
	const { name } = bundle.metadata;
	const notReady = (fleetState: string, reason: string): BundleState => ({
		name,
		state: "not-ready",
		fleetState,
		reason,
	});
	const { observedGeneration } = (bundle.status ?? {}) as {
		observedGeneration?: number;
	};
	if (observedGeneration !== bundle.metadata.generation)
		return notReady("Pending", "Fleet has not processed it yet");
	if (deployment === undefined)
		return notReady(
			"Pending",
			messageOf(bundle) ?? "Fleet has not created its BundleDeployment yet",
		);
	const { spec, status } = deployment as unknown as Deployment;
	const broken = status?.conditions?.find(
		(one) => one.status === "False" && one.type !== "Ready" && one.message,
	);
	if (spec.deploymentID !== status?.appliedDeploymentID)
		return notReady(
			broken === undefined ? "WaitApplied" : "ErrApplied",
			broken?.message ?? "Fleet's agent has not installed it yet",
		);
	// Fleet's own summary of a paused bundle stays Ready until something else touches it.
	if (
		spec.stagedDeploymentID !== undefined &&
		spec.stagedDeploymentID !== spec.deploymentID
	)
		return notReady(
			"OutOfSync",
			spec.paused === true
				? "it is paused: the cluster has an older version than Git; set spec.paused of its Bundle to false"
				: "Fleet has not released its newest version to the cluster yet",
		);
	// Fleet 0.15.4, `deployErrToStatus`: it takes a time-out for a fault of the objects.
	const failed = status?.conditions?.find(
		(one) => one.type === "Installed" && one.status === "False",
	);
	if (failed !== undefined)
		return {
			...notReady("NotReady", failed.message ?? "not installed"),
			stuck: true,
		};
	if (status?.nonModified === false)
		return notReady("Modified", modified(status));
	if (status?.ready !== true)
		return notReady(
			"NotReady",
			unready(status) ?? broken?.message ?? "waiting",
		);
	return { name, state: "ready", fleetState: "Ready" };
}

const messageOf = (object: ReadObject): string | undefined =>
	((object.status as Deployment["status"])?.conditions ?? []).find(
		({ status, message }) => status === "False" && message,
	)?.message;

function modified(status: Deployment["status"]): string {
	const [first, ...rest] = status?.modifiedStatus ?? [];
	if (first === undefined) return "differs from Git";
	const how = first.missing
		? "is missing"
		: first.delete
			? "exists but is not in Git"
			: `differs: ${first.patch ?? ""}`;
	return `${first.kind} ${first.name} ${how}${rest.length > 0 ? `, and ${rest.length} more` : ""}`;
}

function unready(status: Deployment["status"]): string | undefined {
	const [first, ...rest] = status?.nonReadyStatus ?? [];
	if (first === undefined) return undefined;
	const why = first.summary?.message?.join("; ") ?? "not ready";
	return `${first.kind} ${first.name}: ${why}${rest.length > 0 ? `, and ${rest.length} more` : ""}`;
}
