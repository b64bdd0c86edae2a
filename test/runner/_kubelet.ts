import { spawn } from "node:child_process";
import {
	appendFile,
	chmod,
	mkdir,
	readFile,
	writeFile,
} from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { run, toYamlStream } from "@lab/core";
import type { ReadObject } from "@lab/kubernetes";
import { kubectl } from "./_cluster.ts";
import { restartKwok } from "./_kwok.ts";

const RUNS = "lab-runs";

interface Pod extends ReadObject {
	readonly spec: {
		readonly serviceAccountName: string;
		readonly securityContext: { readonly runAsUser: number };
		readonly containers: readonly {
			readonly name: string;
			readonly image: string;
			readonly command?: readonly string[];
			readonly args?: readonly string[];
			readonly volumeMounts: readonly {
				readonly name: string;
				readonly mountPath: string;
			}[];
		}[];
		readonly volumes: readonly {
			readonly name: string;
			readonly configMap?: { readonly name: string };
			readonly persistentVolumeClaim?: { readonly claimName: string };
			readonly projected?: object;
		}[];
	};
}

/**
 * Runs the pods of runners like a machine of the lab: with the same image,
 * arguments, user and volumes, and the token of the pod's service account. Logs and
 * exec calls pass through KWOK's kubelet, like those of real pods.
 */
export class Kubelet {
	readonly #folder: string;
	readonly #env: Record<string, string>;
	#kwok = 0;

	constructor(folder: string, env: Record<string, string>) {
		this.#folder = folder;
		this.#env = env;
	}

	get #log(): string {
		return join(this.#folder, "runner.cri");
	}

	docker = (...words: string[]) =>
		run("docker", words, { timeout: "2m", env: this.#env });

	/** Restarts KWOK with a kubelet that serves the runner's log, and exec in the pod that serves files. */
	async begin(): Promise<void> {
		const selector = { matchNamespaces: [RUNS] };
		const kind = (name: string, spec: object) => ({
			apiVersion: "kwok.x-k8s.io/v1alpha1",
			kind: name,
			metadata: { name: "runners" },
			spec: { selector, ...spec },
		});
		await writeFile(this.#log, "");
		const bin = join(this.#folder, "bin");
		await mkdir(bin);
		await writeFile(
			join(bin, "tar"),
			`#!/bin/sh\nexport DOCKER_HOST=${this.#env.DOCKER_HOST}\nuntil docker exec files node -e 0 2>/dev/null; do sleep 0.2; done\nexec docker exec -i files tar "$@"\n`,
		);
		await chmod(join(bin, "tar"), 0o755);
		this.#kwok = await restartKwok(
			this.#folder,
			[
				kind("ClusterLogs", { logs: [{ logsFile: this.#log }] }),
				kind("ClusterExec", { execs: [{ local: {} }] }),
			],
			bin,
		);
		await kubectl(
			"apply",
			"-f",
			await this.#write("storage.yaml", [
				{
					apiVersion: "storage.k8s.io/v1",
					kind: "StorageClass",
					metadata: {
						name: "lab",
						annotations: {
							"storageclass.kubernetes.io/is-default-class": "true",
						},
					},
					provisioner: "example/lab",
				},
			]),
		);
	}

	end(): void {
		if (this.#kwok > 0) process.kill(this.#kwok);
	}

	/** Waits for the pod with this prefix and suffix until it is bound to a machine. */
	async pod(prefix: string, suffix = ""): Promise<Pod> {
		for (let tries = 0; tries < 300; tries += 1) {
			const text = await kubectl("-n", RUNS, "get", "pods", "-o", "json");
			const { items } = JSON.parse(text) as {
				items: (Pod & { spec: { nodeName?: string } })[];
			};
			const found = items.find(
				({ metadata: { name }, spec }) =>
					name.startsWith(prefix) && name.endsWith(suffix) && spec.nodeName,
			);
			if (found !== undefined) return found;
			await sleep(200);
		}
		throw new Error(`no pod ${prefix}*${suffix} is bound to a machine`);
	}

	/** Runs a pod's container until it exits or is killed. @returns its exit code */
	async run(pod: Pod, container: string): Promise<number> {
		const exit = await this.#runContainer(pod, container);
		const status = { phase: exit === 0 ? "Succeeded" : "Failed" };
		const { name } = pod.metadata;
		const existing = await kubectl(
			...["-n", RUNS, "get", "pod", name, "--ignore-not-found", "-o", "name"],
		);
		if (existing === "") return exit;
		await kubectl(
			...["-n", RUNS, "patch", "pod", name],
			...["--subresource=status", "--type=merge"],
			...["-p", JSON.stringify({ status })],
		);
		return exit;
	}

	async #runContainer(pod: Pod, name: string): Promise<number> {
		const { spec } = pod;
		// All pods share one log file, since only one of them runs at a time.
		await writeFile(this.#log, "");
		const [only] = spec.containers;
		if (only === undefined) throw new Error("a pod without a container");
		const server = new URL(
			await kubectl(
				"config",
				"view",
				"--minify",
				"-o",
				"jsonpath={.clusters[0].cluster.server}",
			),
		);
		const mounts = await Promise.all(
			only.volumeMounts.map(async ({ name: volume, mountPath }) => [
				"--volume",
				`${await this.#volume(pod, volume)}:${mountPath}`,
			]),
		);
		const words = [
			...["run", "--rm", "--name", name, "--network", "host"],
			...["--user", `${spec.securityContext.runAsUser}`],
			...["--env", `KUBERNETES_SERVICE_HOST=${server.hostname}`],
			...["--env", `KUBERNETES_SERVICE_PORT=${server.port}`],
			...mounts.flat(),
			...(only.command ? ["--entrypoint", only.command[0] as string] : []),
			...[only.image, ...(only.command?.slice(1) ?? []), ...(only.args ?? [])],
		];
		const child = spawn("docker", words, {
			env: { ...process.env, ...this.#env },
			stdio: ["ignore", "pipe", "inherit"],
		});
		for await (const line of createInterface(child.stdout))
			await appendFile(
				this.#log,
				`${new Date().toISOString()} stdout F ${line}\n`,
			);
		return child.exitCode ?? new Promise((done) => child.once("exit", done));
	}

	async #volume({ spec }: Pod, name: string): Promise<string> {
		const volume = spec.volumes.find((one) => one.name === name);
		const claim = volume?.persistentVolumeClaim?.claimName;
		const folder = join(
			this.#folder,
			"volumes",
			claim ?? `${name}-${Date.now()}`,
		);
		await mkdir(folder, { recursive: true });
		if (claim !== undefined) {
			// Owner as set by `fsGroup`.
			await run("chown", ["1000:1000", folder], { timeout: "10s" });
		} else if (volume?.configMap !== undefined) {
			const text = await kubectl(
				"-n",
				RUNS,
				"get",
				"configmap",
				volume.configMap.name,
				"-o",
				"json",
			);
			const { data = {}, binaryData = {} } = JSON.parse(text) as {
				data?: Record<string, string>;
				binaryData?: Record<string, string>;
			};
			for (const [key, value] of Object.entries(data))
				await writeFile(join(folder, key), value);
			for (const [key, value] of Object.entries(binaryData))
				await writeFile(join(folder, key), Buffer.from(value, "base64"));
		} else {
			await this.#account(folder, spec.serviceAccountName);
		}
		return folder;
	}

	/** Writes the token of the pod's service account, and the CA certificate of the API server. */
	async #account(folder: string, name: string): Promise<void> {
		const ca = await kubectl(
			...["config", "view", "--raw", "--minify", "-o"],
			"jsonpath={.clusters[0].cluster.certificate-authority-data}",
		);
		const file = await kubectl(
			...["config", "view", "--raw", "--minify", "-o"],
			"jsonpath={.clusters[0].cluster.certificate-authority}",
		);
		await writeFile(
			join(folder, "ca.crt"),
			ca === "" ? await readFile(file) : Buffer.from(ca, "base64"),
		);
		await writeFile(
			join(folder, "token"),
			await kubectl("-n", RUNS, "create", "token", name),
		);
		await writeFile(join(folder, "namespace"), RUNS);
	}

	async #write(name: string, objects: object[]): Promise<string> {
		const path = join(this.#folder, name);
		await writeFile(path, toYamlStream(objects));
		return path;
	}
}
