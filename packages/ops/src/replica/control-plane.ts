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
import type { ResolvedTool } from "../toolchain/locate.ts";
import { MARK } from "./_marked.ts";
import type { Folder } from "./folder.ts";
import { kwokConfig, kwokMetrics } from "./kwok-config.ts";
import type { Probe } from "./probe.ts";
import { schedulerConfig } from "./scheduler-config.ts";
import { adopt, type Service, thrifty } from "./service.ts";

/** The name of the replica's cluster, for kwokctl: its context is `kwok-vaclab`. */
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
	etcd: "holds the objects of the cluster",
	"kube-apiserver": "the Kubernetes API",
	"kube-controller-manager": "Deployments, Jobs and the like",
	"kube-scheduler": "places pods, with the lab's configuration",
	"kwok-controller": "plays nodes, kubelets and volumes",
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
	/** `wait`: none of them runs, which spares the API the reports of it. @default run */
	readonly pods?: "run" | "wait";
	/** Of all its programs. @default thrifty */
	readonly env?: Service["env"];
	readonly signal?: AbortSignal | undefined;
}

/**
 * Has kwokctl make and start the control plane, once; from then on its
 * processes are ours to watch. None of it may run yet.
 */
export async function createControlPlane(
	folder: Folder,
	tools: Tools,
	ports: Ports,
	{ pods = "run", env = thrifty, signal }: ControlPlaneOptions = {},
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
		// It is started again, by us, with its metrics.
		if (service.name === KWOK) await endDaemon({ pid, birth });
		else await adopt(folder, service, { pid, birth });
	}
	// kwokctl trusts bare numbers, which another process may have by then.
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

/** The control plane's programs as kwokctl wrote them down; none before it did. */
export async function controlPlaneServices(
	folder: Folder,
	env: Service["env"] = thrifty,
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
		const ready: Probe = name === "kube-apiserver" ? { url, cert } : { url };
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

/** Puts other ports in the place of those that someone else has by now. */
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
		// In one pass, so that no port is moved twice.
		const changed = text.replace(/(?<!\d)\d{5}(?!\d)/g, (digits) => {
			const name = moved.find((one) => String(from[one]) === digits);
			return name === undefined ? digits : String(to[name]);
		});
		await writeFileAtomically(file, changed);
	}
}
