import {
	type Duration,
	exitCode,
	LabError,
	toYamlStream,
	tryRun,
} from "@lab/core";
import type { RunOptions } from "../../run-folder.ts";

/** Calls kubectl on one cluster, which is always named. */
export interface Kubectl {
	/** @throws LabError `kubectl-failed`, worth another attempt; the signal's reason, when that ended it */
	run(
		args: readonly string[],
		options?: {
			input?: string;
			signal?: AbortSignal;
			/** Of a call that waits or copies. @default each answer within 20 s */
			upTo?: Duration;
		},
	): Promise<string>;
	/** Words of a command for a program that lives on. */
	readonly words: readonly [string, ...string[]];
}

/**
 * kubectl rather than a client library: it reads every kubeconfig as people
 * know it, and needs no package to be kept up with the API.
 */
export function createKubectl({
	programs,
	kubeconfig,
	context,
}: Pick<RunOptions, "programs" | "kubeconfig" | "context">): Kubectl {
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
				// What the signal broke off is no failure of the cluster's.
				signal?.throwIfAborted();
				throw error;
			});
			if (result.exit === 0) return result.stdout;
			signal?.throwIfAborted();
			const said = result.stderr.trim().split("\n").at(-1) ?? "";
			throw new LabError({
				code: "kubectl-failed",
				what: said === "" ? `kubectl ended with ${result.exit}` : said,
				where: `kubectl ${args.slice(0, 6).join(" ")}`,
				help: "see whether the API server answers and lets us",
				exit: exitCode.letDown,
			});
		},
	};
}

/** Makes objects that are ours what they shall be, whoever changed them meanwhile. */
export const applyObjects = (
	kubectl: Kubectl,
	objects: readonly object[],
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
