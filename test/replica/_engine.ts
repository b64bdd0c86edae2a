import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { type RunResult, run, tryRun } from "@lab/core";
import { platformParts } from "@lab/lab";
import { ensureTools, moduleFile, type ToolName } from "@lab/toolchain";
import { type Dockerd, startDockerd } from "../_dockerd.ts";
import { quiet } from "./_replica.ts";

const standIn = join(import.meta.dirname, "k3d-standin");

const programs = [
	"etcd",
	"kube-apiserver",
	"kube-controller-manager",
	"kube-scheduler",
	"kwok",
	"kubectl",
	"k3d",
] as const satisfies readonly ToolName[];

/**
 * Real Docker engine in its own network, with stand-ins for the images of k3s and
 * k3d's helpers, because none can be pulled here. Tests our use of k3d, not k3s.
 */
export class Engine {
	readonly #folder: string;
	readonly #network: string;
	#dockerd: Dockerd | undefined;

	private constructor(folder: string, network: string) {
		this.#folder = folder;
		this.#network = network;
	}

	static async start(): Promise<Engine> {
		const folder = await mkdtemp(join(tmpdir(), "engine-"));
		const engine = new Engine(folder, `replica-${process.pid}`);
		try {
			await engine.#begin();
			await engine.#buildImages();
			return engine;
		} catch (error) {
			const log = await readFile(join(folder, "dockerd.log"), "utf8").catch(
				() => "",
			);
			await engine.stop();
			throw new Error(log.slice(-2000), { cause: error });
		}
	}

	/** Not `ip netns exec`, which hides the machine's cgroups behind a new /sys. */
	get #inside(): string {
		return `--net=/run/netns/${this.#network}`;
	}

	get env(): Record<string, string> {
		return this.#dockerd?.env ?? {};
	}

	/** Runs a program in the engine's network. */
	within(
		program: string,
		args: readonly string[],
		options: { cwd?: string; env?: Record<string, string> } = {},
	): Promise<RunResult> {
		return tryRun("nsenter", [this.#inside, program, ...args], {
			timeout: "5m",
			...options,
			env: { ...this.env, ...options.env },
		});
	}

	async #begin(): Promise<void> {
		await run("ip", ["netns", "add", this.#network], { timeout: "10s" });
		await this.within("ip", ["link", "set", "lo", "up"]);
		this.#dockerd = await startDockerd(this.#folder, {
			within: ["nsenter", this.#inside],
			flags: [],
		});
	}

	async #buildImages(): Promise<void> {
		const tools = await ensureTools(programs, { progress: quiet });
		const bin = join(this.#folder, "bin");
		const lab = join(this.#folder, "lab");
		await mkdir(bin);
		await mkdir(lab);
		for (const name of programs)
			await run("ln", ["-s", tools[name].path, join(bin, name)], {
				timeout: "10s",
			});
		await writeFile(join(lab, "kwok-stages.yaml"), await stages());
		await run("go", ["build", "-o", join(lab, "k3s-standin"), "."], {
			cwd: standIn,
			timeout: "5m",
			env: { CGO_ENABLED: "0", GOFLAGS: "-mod=mod", GOWORK: "off" },
		});
		const built = await this.within(
			"bash",
			[join(standIn, "build-images.sh")],
			{
				env: {
					BIN: bin,
					LAB: lab,
					TAG: platformParts.k3s.version.replace("+", "-"),
				},
			},
		);
		if (built.exit !== 0) throw new Error(built.stderr);
	}

	async stop(): Promise<void> {
		await this.#dockerd?.stop();
		await tryRun("ip", ["netns", "delete", this.#network], { timeout: "20s" });
		await rm(this.#folder, { recursive: true, force: true });
	}
}

async function stages(): Promise<string> {
	const paths = [
		"node/fast/node-initialize",
		"node/heartbeat-with-lease/node-heartbeat-with-lease",
		"pod/fast/pod-ready",
		"pod/fast/pod-complete",
		"pod/fast/pod-delete",
	];
	const texts = await Promise.all(
		paths.map(async (path) =>
			readFile(
				await moduleFile(
					"kwok",
					"sigs.k8s.io/kwok",
					`kustomize/stage/${path}.yaml`,
				),
				"utf8",
			),
		),
	);
	return texts.join("---\n");
}
