import { spawn } from "node:child_process";
import { openSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { fromYamlStream, toYamlStream } from "@lab/core";
import { clusterFolder, kubectl } from "./_cluster.ts";

/**
 * Restarts the cluster's KWOK with additional configuration. From then on the API
 * server asks its kubelet for logs and exec, like that of a real machine.
 *
 * @param bin folder that precedes all others in KWOK's PATH
 * @returns process id, for the caller to kill
 */
export async function restartKwok(
	folder: string,
	config: readonly object[],
	bin: string,
): Promise<number> {
	const { pid } = JSON.parse(
		await readFile(clusterFolder().pid("kwok-controller"), "utf8"),
	) as { pid: number };
	const [program = "", ...args] = (await readFile(`/proc/${pid}/cmdline`))
		.toString()
		.split("\0")
		.slice(0, -1);
	await keepJobsRunning(folder, args);
	const own = join(folder, "kwok-more.yaml");
	await writeFile(own, toYamlStream([...config]));
	process.kill(pid);
	// The stopped KWOK still holds them for minutes, during which no pod would run.
	await kubectl("-n", "kube-node-lease", "delete", "leases", "--all");
	const output = openSync(join(folder, "kwok.log"), "a");
	const child = spawn(program, [...args, `--config=${own}`], {
		stdio: ["ignore", output, output],
		env: { ...process.env, PATH: `${bin}:${process.env.PATH}` },
	});
	await answerForMachines();
	return child.pid ?? 0;
}

/** Removes the stage with which KWOK completes each pod of a Job at once: these pods end with their container. */
async function keepJobsRunning(folder: string, args: string[]): Promise<void> {
	for (const [index, arg] of args.entries()) {
		if (!arg.startsWith("--config=")) continue;
		const path = arg.slice("--config=".length);
		const objects = fromYamlStream(await readFile(path, "utf8"), path);
		const file = join(folder, `kwok-${index}.yaml`);
		await writeFile(
			file,
			toYamlStream(
				(objects as { metadata?: { name?: string } }[]).filter(
					({ metadata }) => metadata?.name !== "pod-complete",
				),
			),
		);
		args[index] = `--config=${file}`;
	}
}

/** Sets the machines' addresses so that the API server calls KWOK on loopback. */
async function answerForMachines(): Promise<void> {
	const nodes = await kubectl("get", "nodes", "-o", "name");
	for (const node of nodes.split("\n")) {
		const at = await kubectl(
			...["get", node, "-o"],
			'jsonpath={.status.addresses[?(@.type=="InternalIP")].address}',
		);
		// As hostname only: a machine with a loopback IP address cannot run pods.
		const addresses = [
			{ type: "Hostname", address: "127.0.0.1" },
			{ type: "InternalIP", address: at },
		];
		await kubectl(
			...["patch", node, "--subresource=status", "--type=merge"],
			...["-p", JSON.stringify({ status: { addresses } })],
		);
	}
}
