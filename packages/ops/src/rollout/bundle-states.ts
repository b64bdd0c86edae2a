import { fleet } from "@lab/lab";
import { clusterNamespace } from "../replica/fleet-objects.ts";
import type { KubeApi, KubeObject } from "../replica/kube-api.ts";

/** How one bundle is; `not-ready` has Fleet's reason, `skipped` has ours, `parked` waits for its label. */
export interface BundleState {
	readonly name: string;
	readonly state: "ready" | "not-ready" | "skipped" | "parked";
	/** Fleet's own word: Ready, Modified, WaitApplied, ErrApplied, NotReady, Pending. */
	readonly fleetState?: string;
	readonly reason?: string;
}

interface Condition {
	readonly type: string;
	readonly status: string;
	readonly message?: string;
}

interface Deployment {
	readonly spec: { readonly deploymentID?: string };
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

/** The bundles of our tree in the cluster, each with how its deployment is, sorted by name. */
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
	const left = Object.entries(skipped).map(
		([name, reason]): BundleState => ({ name, state: "skipped", reason }),
	);
	return [
		...states.filter(({ name }) => skipped[name] === undefined),
		...left,
	].sort((a, b) => (a.name < b.name ? -1 : 1));
}

export async function listDeployments(
	api: KubeApi,
): Promise<Map<string, KubeObject>> {
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

/** Whether a bundle goes only where labels are that our cluster has not. */
function isParked({ spec }: KubeObject, labels: Labels): boolean {
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
	bundle: KubeObject,
	deployment: KubeObject | undefined,
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
		return notReady("Pending", "Fleet has not looked at it yet");
	if (deployment === undefined)
		return notReady(
			"Pending",
			messageOf(bundle) ?? "Fleet has not made its deployment yet",
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
	if (status?.nonModified === false)
		return notReady("Modified", modified(status));
	if (status?.ready !== true)
		return notReady(
			"NotReady",
			unready(status) ?? broken?.message ?? "waiting",
		);
	return { name, state: "ready", fleetState: "Ready" };
}

const messageOf = (object: KubeObject): string | undefined =>
	((object.status as Deployment["status"])?.conditions ?? []).find(
		({ status, message }) => status === "False" && message,
	)?.message;

function modified(status: Deployment["status"]): string {
	const [first, ...rest] = status?.modifiedStatus ?? [];
	if (first === undefined) return "differs from Git";
	const how = first.missing
		? "is gone"
		: first.delete
			? "is there and not in Git"
			: `differs: ${first.patch ?? ""}`;
	return `${first.kind} ${first.name} ${how}${rest.length > 0 ? `, and ${rest.length} more` : ""}`;
}

function unready(status: Deployment["status"]): string | undefined {
	const [first, ...rest] = status?.nonReadyStatus ?? [];
	if (first === undefined) return undefined;
	const why = first.summary?.message?.join("; ") ?? "not ready";
	return `${first.kind} ${first.name}: ${why}${rest.length > 0 ? `, and ${rest.length} more` : ""}`;
}
