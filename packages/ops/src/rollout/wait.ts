import { setTimeout as sleep } from "node:timers/promises";
import type { KubeApi } from "../replica/kube-api.ts";
import type { Progress } from "../toolchain/progress.ts";
import {
	type BundleState,
	bundleStates,
	listDeployments,
} from "./bundle-states.ts";

const POLL_MS = 300;
const NUDGE_MS = 2000;

export interface WaitOptions {
	readonly patienceMs: number;
	readonly skipped: Readonly<Record<string, string>>;
	readonly progress: Progress;
	readonly signal?: AbortSignal | undefined;
}

/**
 * Waits until every bundle that is rolled out is ready, or patience ends.
 * Fleet's agent backs off for long after a failure and looks at dependencies
 * every 15 s; here a bundle is tried again as soon as another one is ready.
 */
export async function waitForBundles(
	api: KubeApi,
	{ patienceMs, skipped, progress, signal }: WaitOptions,
): Promise<BundleState[]> {
	const until = performance.now() + patienceMs;
	let readyBefore = "";
	let nudged = performance.now();
	for (;;) {
		signal?.throwIfAborted();
		const states = await bundleStates(api, skipped);
		const waiting = states.filter(({ state }) => state === "not-ready");
		if (waiting.length === 0 || performance.now() > until) return states;
		const ready = states
			.filter(({ state }) => state === "ready")
			.map(({ name }) => name);
		const changed = ready.join() !== readyBefore;
		if (changed) {
			readyBefore = ready.join();
			progress.step(
				`${ready.length} of ${ready.length + waiting.length} bundles are ready; waiting for ${waiting.map(({ name }) => name).join(", ")}`,
			);
		}
		if (changed || performance.now() - nudged > NUDGE_MS) {
			nudged = performance.now();
			await nudge(
				api,
				waiting
					.filter(({ fleetState }) => fleetState === "ErrApplied")
					.map(({ name }) => name),
			);
		}
		await sleep(POLL_MS);
	}
}

/** A change that means nothing makes the agent look at a deployment at once. */
async function nudge(api: KubeApi, names: readonly string[]): Promise<void> {
	const deployments = await listDeployments(api);
	await Promise.all(
		names.map(async (name) => {
			const deployment = deployments.get(name);
			if (deployment === undefined) return;
			await api.patch(deployment, {
				metadata: {
					annotations: { "vaclab.org/nudged": new Date().toISOString() },
				},
			});
		}),
	);
}
