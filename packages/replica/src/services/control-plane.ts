import {
	access,
	copyFile,
	mkdir,
	readdir,
	readFile,
	rm,
	writeFile,
} from "node:fs/promises";
import { join } from "node:path";
import {
	birthOf,
	endDaemon,
	fromYamlStream,
	run,
	toYaml,
	writeFileAtomically,
} from "@lab/core";
import type { ResolvedTool } from "@lab/toolchain";
import type { Folder } from "../state/folder.ts";
import { MARK } from "./_marked.ts";
import { kwokConfig, kwokMetrics } from "./kwok-config.ts";
import type { ReadinessProbe } from "./probe.ts";
import { schedulerConfig } from "./scheduler-config.ts";
import { adopt, type Service, saveMemory } from "./service.ts";

/** Name of the replica's cluster in kwokctl; its context is `kwok-vaclab`. */
const CLUSTER = "vaclab";

const KWOK = "kwok-controller";

const metricsFile = ({ config }: Folder): string =>
	join(config, "kwok-metrics.yaml");

export const controlPlaneTools = [
	"etcd",
	"kube-apiserver",
	"kube-controller-manager",
	"kube-scheduler",
	"kwok",
	"kwokctl",
] as const;

export const controlPlanePorts = [
	"etcd",
	"etcd-peer",
	"kube-apiserver",
	"kube-controller-manager",
	"kube-scheduler",
	"kwok-controller",
] as const;

type Tools = Readonly<Record<(typeof controlPlaneTools)[number], ResolvedTool>>;
type Ports = Readonly<Record<string, number>>;

const purposes: Readonly<Record<string, string>> = {
	etcd: "stores the objects of the cluster",
	"kube-apiserver": "serves the Kubernetes API",
	"kube-controller-manager":
		"runs the controllers of Deployments, Jobs and so on",
	"kube-scheduler": "places pods, with the lab's configuration",
	"kwok-controller": "simulates nodes, kubelets and volumes",
};

export const controlPlaneNames = Object.keys(purposes);

const workFolder = (folder: Folder): string =>
	join(folder.kwok, "clusters", CLUSTER);

const exists = (path: string): Promise<boolean> =>
	access(path).then(
		() => true,
		() => false,
	);

interface ControlPlaneOptions {
	/** `wait`: pods never start running, which spares the API server their status updates. @default run */
	readonly pods?: "run" | "wait";
	/** Environment of all programs of the control plane. @default saveMemory */
	readonly env?: Service["env"];
	readonly signal?: AbortSignal | undefined;
}

/**
 * Has kwokctl create and start the control plane, then takes over its processes
 * as services. No part of the control plane may be running yet.
 */
export async function createControlPlane(
	folder: Folder,
	tools: Tools,
	ports: Ports,
	{ pods = "run", env = saveMemory, signal }: ControlPlaneOptions = {},
): Promise<void> {
	const config = join(folder.config, "kwok.yaml");
	const scheduler = join(folder.config, "scheduler.yaml");
	await rm(folder.kwok, { recursive: true, force: true });
	await mkdir(folder.config, { recursive: true });
	await writeFileAtomically(
		config,
		await kwokConfig(
			{
				kwokVersion: `v${tools.kwok.version}`,
				etcdBinary: tools.etcd.path,
				kubeApiserverBinary: tools["kube-apiserver"].path,
				kubeControllerManagerBinary: tools["kube-controller-manager"].path,
				kubeSchedulerBinary: tools["kube-scheduler"].path,
				kwokControllerBinary: tools.kwok.path,
				disableQPSLimits: true,
				etcdPort: ports.etcd,
				etcdPeerPort: ports["etcd-peer"],
				kubeApiserverPort: ports["kube-apiserver"],
				kubeControllerManagerPort: ports["kube-controller-manager"],
				kubeSchedulerPort: ports["kube-scheduler"],
				kwokControllerPort: ports["kwok-controller"],
				kubeSchedulerConfig: scheduler,
			},
			pods,
		),
	);
	await writeFile(
		scheduler,
		toYaml(schedulerConfig(join(workFolder(folder), "kubeconfig.yaml"))),
	);
	await writeFile(metricsFile(folder), await kwokMetrics());
	await run(
		tools.kwokctl.path,
		["create", "cluster", "--name", CLUSTER, "--config", config].concat(
			"--kubeconfig",
			join(folder.kwok, "kubeconfig"),
		),
		{
			timeout: "3m",
			cwd: folder.path,
			env: {
				[MARK]: folder.path,
				KWOK_WORKDIR: folder.kwok,
				KUBECONFIG: join(folder.kwok, "kubeconfig"),
				// kwokctl keeps caches and reads settings below the home folder.
				HOME: folder.kwok,
				...env,
			},
			...(signal === undefined ? {} : { signal }),
		},
	);
	for (const service of await controlPlaneServices(folder, env)) {
		const pidFile = join(workFolder(folder), "pids", `${service.name}.pid`);
		const pid = Number(await readFile(pidFile, "utf8"));
		const birth = await birthOf(pid);
		if (birth === undefined) continue;
		// `ensureServices` restarts it with its metrics configuration.
		if (service.name === KWOK) await endDaemon({ pid, birth });
		else await adopt(folder, service, { pid, birth });
	}
	// kwokctl trusts bare pids, which another process may have reused by then.
	await rm(join(workFolder(folder), "pids"), { recursive: true });
	await copyFile(
		join(workFolder(folder), "kubeconfig.yaml"),
		folder.kubeconfig,
	);
}

interface Component {
	readonly name: string;
	readonly binary: string;
	readonly args: readonly string[];
	readonly links?: readonly string[];
	readonly workDir: string;
}

const readiness: Readonly<Record<string, (ports: Ports) => string>> = {
	etcd: (ports) => `http://127.0.0.1:${ports.etcd}/health`,
	"kube-apiserver": (ports) =>
		`https://127.0.0.1:${ports["kube-apiserver"]}/readyz`,
	"kube-controller-manager": (ports) =>
		`https://127.0.0.1:${ports["kube-controller-manager"]}/healthz`,
	"kube-scheduler": (ports) =>
		`https://127.0.0.1:${ports["kube-scheduler"]}/healthz`,
	"kwok-controller": (ports) =>
		`http://127.0.0.1:${ports["kwok-controller"]}/healthz`,
};

/** Services of the control plane, from kwokctl's record of them; none before it exists. */
export async function controlPlaneServices(
	folder: Folder,
	env: Service["env"] = saveMemory,
): Promise<Service[]> {
	const file = join(workFolder(folder), "kwok.yaml");
	if (!(await exists(file))) return [];
	const documents = fromYamlStream(await readFile(file, "utf8"), file);
	const { components = [] } = documents[0] as { components?: Component[] };
	const ports = portsOf(components);
	return components.map(({ name, binary, args, links, workDir }) => {
		const url = readiness[name]?.(ports) ?? "";
		const pki = join(workDir, "pki");
		const cert = { crt: join(pki, "admin.crt"), key: join(pki, "admin.key") };
		const ready: ReadinessProbe =
			name === "kube-apiserver" ? { url, cert } : { url };
		return {
			name,
			purpose: purposes[name] ?? name,
			program: binary,
			args: name === KWOK ? [...args, `--config=${metricsFile(folder)}`] : args,
			env,
			cwd: workDir,
			needs: links ?? [],
			ready,
			ports: name === "etcd" ? ["etcd", "etcd-peer"] : [name],
		};
	});
}

const portsOf = (
	components: readonly (Component & {
		ports?: { name: string; port: number }[];
	})[],
): Record<string, number> =>
	Object.fromEntries(
		components.flatMap(({ name, ports = [] }) =>
			ports.map((one) => [
				one.name === "peer-http" ? `${name}-peer` : name,
				one.port,
			]),
		),
	);

/** Replaces ports in kwokctl's files, after another program has taken some of them. */
export async function movePorts(
	folder: Folder,
	from: Ports,
	to: Ports,
): Promise<void> {
	const moved = controlPlanePorts.filter((name) => from[name] !== to[name]);
	if (moved.length === 0) return;
	const work = workFolder(folder);
	const files = [
		...(await readdir(work))
			.filter((name) => name.endsWith(".yaml"))
			.map((name) => join(work, name)),
		folder.kubeconfig,
	];
	for (const file of files) {
		const text = await readFile(file, "utf8");
		// One pass, so that no port is replaced twice.
		const changed = text.replace(/(?<!\d)\d{5}(?!\d)/g, (digits) => {
			const name = moved.find((one) => String(from[one]) === digits);
			return name === undefined ? digits : String(to[name]);
		});
		await writeFileAtomically(file, changed);
	}
}
