import { type ChildProcess, spawn } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { openSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type RunResult, tryRun } from "@lab/core";
import { ensureTools } from "@lab/toolchain";

/** A real API server with only its etcd, on loopback. */
export interface ApiServer {
	readonly folder: string;
	readonly kubeconfig: string;
	kubectl(args: readonly string[], input?: string): Promise<RunResult>;
	/** Starts another program, which `stop` also stops. */
	start(
		program: string,
		args: readonly string[],
		env?: Readonly<Record<string, string>>,
	): void;
	stop(): Promise<void>;
}

export const quiet = { step() {}, note() {} };

/**
 * Starts an API server.
 *
 * @throws LabError if a tool is missing; Error if the server does not answer within a minute
 */
export async function startApiServer(): Promise<ApiServer> {
	const tools = await ensureTools(["etcd", "kube-apiserver", "kubectl"], {
		progress: quiet,
	});
	const folder = await mkdtemp(join(tmpdir(), "api-server-"));
	const [client, peer, port] = (await freePorts(3)) as [number, number, number];
	const started: ChildProcess[] = [];
	const kubeconfig = join(folder, "kubeconfig.yaml");
	const server: ApiServer = {
		folder,
		kubeconfig,
		kubectl: (args, input) =>
			tryRun(
				tools.kubectl.path,
				[`--kubeconfig=${kubeconfig}`, "--context=lab", ...args],
				{ timeout: "60s", ...(input === undefined ? {} : { input }) },
			),
		start(program, args, env = {}) {
			const log = openSync(join(folder, `${started.length}.log`), "a");
			started.push(
				spawn(program, args, {
					stdio: ["ignore", log, log],
					env: { ...process.env, ...env },
				}),
			);
		},
		async stop() {
			for (const child of started.reverse()) await ended(child);
			await rm(folder, { recursive: true, force: true });
		},
	};
	try {
		await writeFiles(folder, kubeconfig, port);
		server.start(tools.etcd.path, etcdArgs(folder, client, peer));
		server.start(tools["kube-apiserver"].path, apiArgs(folder, client, port));
		await until("the API server", async () => {
			return (await server.kubectl(["get", "--raw=/readyz"])).exit === 0;
		});
		return server;
	} catch (error) {
		await server.stop();
		throw error;
	}
}

const etcdArgs = (folder: string, client: number, peer: number) => [
	`--data-dir=${join(folder, "etcd")}`,
	`--listen-client-urls=http://127.0.0.1:${client}`,
	`--advertise-client-urls=http://127.0.0.1:${client}`,
	`--listen-peer-urls=http://127.0.0.1:${peer}`,
	`--initial-advertise-peer-urls=http://127.0.0.1:${peer}`,
	`--initial-cluster=default=http://127.0.0.1:${peer}`,
];

const apiArgs = (folder: string, etcd: number, port: number) => [
	`--etcd-servers=http://127.0.0.1:${etcd}`,
	`--secure-port=${port}`,
	"--bind-address=127.0.0.1",
	"--advertise-address=127.0.0.1",
	`--cert-dir=${join(folder, "pki")}`,
	`--service-account-key-file=${join(folder, "sa.key")}`,
	`--service-account-signing-key-file=${join(folder, "sa.key")}`,
	"--service-account-issuer=https://kubernetes.default.svc",
	`--token-auth-file=${join(folder, "tokens.csv")}`,
	"--authorization-mode=RBAC",
	"--service-cluster-ip-range=10.99.0.0/24",
	// There is no controller to create service accounts for pods.
	"--disable-admission-plugins=ServiceAccount",
];

async function writeFiles(
	folder: string,
	kubeconfig: string,
	port: number,
): Promise<void> {
	const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
	const key = privateKey.export({ type: "pkcs1", format: "pem" });
	await writeFile(join(folder, "sa.key"), key);
	await writeFile(join(folder, "tokens.csv"), "test,admin,1,system:masters\n");
	const cluster = {
		server: `https://127.0.0.1:${port}`,
		"insecure-skip-tls-verify": true,
	};
	await writeFile(
		kubeconfig,
		JSON.stringify({
			apiVersion: "v1",
			kind: "Config",
			clusters: [{ name: "lab", cluster }],
			users: [{ name: "lab", user: { token: "test" } }],
			contexts: [{ name: "lab", context: { cluster: "lab", user: "lab" } }],
			"current-context": "lab",
		}),
	);
}

/** Polls a condition. @throws Error after a minute */
export async function until(
	what: string,
	isReady: () => Promise<boolean>,
	patienceMs = 60_000,
): Promise<void> {
	const deadline = Date.now() + patienceMs;
	while (!(await isReady())) {
		if (Date.now() > deadline) throw new Error(`${what} does not answer`);
		await new Promise((resolve) => setTimeout(resolve, 300));
	}
}

export async function freePorts(count: number): Promise<number[]> {
	const servers = await Promise.all(
		Array.from({ length: count }, async () => {
			const server = createServer();
			await new Promise<void>((resolve) =>
				server.listen(0, "127.0.0.1", resolve),
			);
			return server;
		}),
	);
	const ports = servers.map(
		(server) => (server.address() as { port: number }).port,
	);
	for (const server of servers) server.close();
	return ports;
}

const ended = (child: ChildProcess): Promise<void> =>
	new Promise((resolve) => {
		if (child.exitCode !== null || child.signalCode !== null) return resolve();
		child.once("exit", () => resolve());
		child.kill("SIGKILL");
	});
