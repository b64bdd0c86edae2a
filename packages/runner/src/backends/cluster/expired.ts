import type { RunOptions } from "../../run-folder.ts";
import { createKubectl } from "./kubectl.ts";
import {
	EXPIRES,
	escaped,
	FLEET_NAMESPACE,
	PARKED_KEY,
	RUN_LABEL,
} from "./objects.ts";

/**
 * Takes away what runs left on a cluster whose time has passed and whose runner
 * is gone, whoever started them. What still has time is left alone.
 *
 * @returns what was taken away, `<kind>/<name>`
 */
export async function endExpired(
	options: Pick<RunOptions, "programs" | "kubeconfig" | "context">,
	signal: AbortSignal,
): Promise<string[]> {
	const kubectl = createKubectl(options);
	const list = async (...what: string[]) => {
		const text = await kubectl.run(
			[
				"get",
				...what,
				"-l",
				RUN_LABEL,
				"-o",
				`jsonpath={range .items[*]}{.metadata.name} {.metadata.annotations.${escaped(EXPIRES)}} {.metadata.annotations.${escaped(PARKED_KEY)}}{"\\n"}{end}`,
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
	// First what would bring the objects back.
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
