import { labels } from "@lab/record";
import type { RunnerOptions } from "../../run-folder.ts";
import { createKubectl } from "./kubectl.ts";
import { escaped, FLEET_NAMESPACE } from "./objects.ts";

/**
 * Deletes the expired bundles and namespaces of all runs on a cluster, regardless
 * of who started them.
 *
 * @returns the deleted objects, `<kind>/<name>`
 */
export async function deleteExpired(
	options: Pick<RunnerOptions, "programs" | "kubeconfig" | "context">,
	signal: AbortSignal,
): Promise<string[]> {
	const kubectl = createKubectl(options);
	const list = async (...what: string[]) => {
		const text = await kubectl.run(
			[
				"get",
				...what,
				"-l",
				labels.run,
				"-o",
				`jsonpath={range .items[*]}{.metadata.name} {.metadata.annotations.${escaped(labels.expires)}} {.metadata.annotations.${escaped(labels.parkedKey)}}{"\\n"}{end}`,
			],
			{ signal },
		);
		return text
			.split("\n")
			.map((line) => line.split(" "))
			.filter(([, expires = ""]) => Date.parse(expires) < Date.now())
			.map(([name = "", , parked = ""]) => ({ name, parked }));
	};
	const inFleet = ["-n", FLEET_NAMESPACE, "bundles.fleet.cattle.io"];
	const ended: string[] = [];
	// Bundles first: Fleet would recreate the namespaces' objects.
	for (const { name } of await list(...inFleet)) {
		await kubectl.run(["delete", ...inFleet, name, "--ignore-not-found"], {
			signal,
		});
		ended.push(`bundle/${name}`);
	}
	for (const { name, parked } of await list("namespaces")) {
		if (parked !== "") {
			await kubectl.run(
				[
					"-n",
					FLEET_NAMESPACE,
					"label",
					"clusters.fleet.cattle.io",
					"--all",
					`${parked}-`,
				],
				{ signal },
			);
		}
		await kubectl.run(
			["delete", "namespace", name, "--ignore-not-found", "--wait=false"],
			{ signal },
		);
		ended.push(`namespace/${name}`);
	}
	return ended;
}
