import { setTimeout as sleep } from "node:timers/promises";
import type { Progress } from "@lab/core";
import type { KubeApi } from "../access/kube-api.ts";
import {
	type BundleState,
	bundleStates,
	listDeployments,
} from "./bundle-states.ts";

const POLL_MS = 300;
const NUDGE_MS = 2000;
/** Longest wait between two attempts to install a bundle that is stuck: its objects may be at fault. */
const LONGEST_WAIT_MS = 60_000;

export interface WaitOptions {
	readonly patienceMs: number;
	readonly skipped: Readonly<Record<string, string>>;
	readonly progress: Progress;
	readonly signal?: AbortSignal | undefined;
}

/**
 * Waits until every bundle is ready, or until none became ready for `patienceMs`. Fleet's
 * agent has a long backoff after a failure and checks dependencies every 15 s;
 * this function triggers a retry as soon as another bundle is ready. After some
 * failures the agent never tries again; this function makes it.
 *
 * @returns the last states; some are not ready if the time has run out
 */
export async function waitForBundles(
	api: KubeApi,
	{ patienceMs, skipped, progress, signal }: WaitOptions,
): Promise<BundleState[]> {
	let until = performance.now() + patienceMs;
	let readyBefore = "";
	let nudged = performance.now();
	const reinstalls = new Reinstalls();
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
			until = performance.now() + patienceMs;
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
		for (const { name, reason } of waiting.filter(({ stuck }) => stuck)) {
			if (!reinstalls.isDue(name)) continue;
			progress.note(`${name} is installed again: ${reason}`);
			await reinstall(api, name);
		}
		await sleep(POLL_MS);
	}
}

/** When to install stuck bundles again: each time after twice the wait. */
class Reinstalls {
	private readonly byName = new Map<string, { due: number; wait: number }>();

	isDue(name: string): boolean {
		const now = performance.now();
		const { due, wait } = this.byName.get(name) ?? {
			due: now,
			wait: NUDGE_MS,
		};
		if (now < due) {
			return false;
		}
		this.byName.set(name, {
			due: now + wait,
			wait: Math.min(2 * wait, LONGEST_WAIT_MS),
		});
		return true;
	}
}

/** Makes Fleet's agent forget that it has tried to install a bundle. */
async function reinstall(api: KubeApi, name: string): Promise<void> {
	const deployment = (await listDeployments(api)).get(name);
	if (deployment === undefined) return;
	await api.patch(
		deployment,
		{ status: { appliedDeploymentID: "" } },
		"/status",
	);
	await nudge(api, [name]);
}

/** Triggers an immediate reconcile by changing an annotation without meaning. */
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
