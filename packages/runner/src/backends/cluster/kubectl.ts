import {
	type Duration,
	exitCode,
	LabError,
	toYamlStream,
	tryRun,
} from "@lab/core";
import type { ReadObject } from "@lab/kubernetes";
import type { RunnerOptions } from "../../run-folder.ts";

/** Calls kubectl on one cluster. */
export interface Kubectl {
	/** @throws LabError `kubectl-failed`, which can be retried; the signal's reason if it fired */
	run(
		args: readonly string[],
		options?: {
			input?: string;
			signal?: AbortSignal;
			/** Time limit of a call that waits or copies. @default 20 s for each request */
			upTo?: Duration;
		},
	): Promise<string>;
	/** Start of a command line, for kubectl as a background process. */
	readonly words: readonly [string, ...string[]];
}

/**
 * Uses kubectl, not a client library: it accepts every kubeconfig and needs no
 * package that must be kept up to date with the API.
 */
export function createKubectl({
	programs,
	kubeconfig,
	context,
}: Pick<RunnerOptions, "programs" | "kubeconfig" | "context">): Kubectl {
	const [program = "kubectl", ...first] = programs.kubectl ?? ["kubectl"];
	const words = [
		program,
		...first,
		...(kubeconfig === undefined ? [] : ["--kubeconfig", kubeconfig]),
		...(context === undefined ? [] : ["--context", context]),
	] as const;
	return {
		words: words as unknown as [string, ...string[]],
		async run(args, { input, signal, upTo } = {}) {
			signal?.throwIfAborted();
			const result = await tryRun(
				program,
				[
					...words.slice(1),
					...(upTo === undefined ? ["--request-timeout=20s"] : []),
					...args,
				],
				{
					timeout: upTo ?? "2m",
					...(input === undefined ? {} : { input }),
					...(signal === undefined ? {} : { signal }),
				},
			).catch((error: unknown) => {
				// A call that was aborted by the signal is not a failure of the cluster.
				signal?.throwIfAborted();
				throw error;
			});
			if (result.exit === 0) return result.stdout;
			signal?.throwIfAborted();
			const lastLine = result.stderr.trim().split("\n").at(-1) ?? "";
			throw new LabError({
				code: "kubectl-failed",
				what: lastLine === "" ? `kubectl exited with ${result.exit}` : lastLine,
				where: `kubectl ${args.slice(0, 6).join(" ")}`,
				help: "check that the API server answers and that the kubeconfig grants access",
				exit: exitCode.unavailable,
			});
		},
	};
}

/** Applies objects of the runner, overriding changes by other field managers. */
export const applyObjects = (
	kubectl: Kubectl,
	objects: readonly ReadObject[],
	signal: AbortSignal,
): Promise<string> =>
	kubectl.run(
		[
			"apply",
			"--server-side",
			"--force-conflicts",
			"--field-manager=lab-runner",
			"-f",
			"-",
		],
		{ input: toYamlStream(objects), signal },
	);
