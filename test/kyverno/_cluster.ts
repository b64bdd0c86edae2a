import { type ChildProcess, spawn } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { openSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run, toYamlStream, tryRun } from "@lab/core";
import { ensureTools } from "@lab/ops";

/** An API server with Kyverno's admission controller beside it, both real, on loopback. */
export interface Cluster {
	/** Applies objects. @returns what kubectl says, and whether it went well */
	apply(...objects: unknown[]): Promise<{ ok: boolean; output: string }>;
	/** Reads one object. */
	get(...args: string[]): Promise<unknown>;
	stop(): Promise<void>;
}

/**
 * Starts it, with CustomResourceDefinitions.
 *
 * @throws LabError when a tool is not there, Error when one does not answer in a minute
 */
export async function startCluster(crds: readonly unknown[]): Promise<Cluster> {
	const quiet = { step() {}, note() {} };
	const tools = await ensureTools(
		["etcd", "kube-apiserver", "kubectl", "kyverno"],
		{ progress: quiet },
	);
	const folder = await mkdtemp(join(tmpdir(), "kyverno-"));
	const [client, peer, api, webhook] = await freePorts(4);
	const started: ChildProcess[] = [];
	const start = (
		name: "etcd" | "kube-apiserver" | "kyverno",
		args: readonly string[],
		env: Readonly<Record<string, string>> = {},
	) => {
		const log = openSync(join(folder, `${name}.log`), "a");
		started.push(
			spawn(tools[name].path, args, {
				stdio: ["ignore", log, log],
				env: { ...process.env, ...env },
			}),
		);
	};
	const kubeconfig = join(folder, "kubeconfig.yaml");
	const kubectl = (args: readonly string[], input?: string) =>
		tryRun(
			tools.kubectl.path,
			[`--kubeconfig=${kubeconfig}`, "--context=lab", ...args],
			{ timeout: "60s", ...(input === undefined ? {} : { input }) },
		);
	const cluster: Cluster = {
		async apply(...objects) {
			const { exit, stdout, stderr } = await kubectl(
				["apply", "--server-side", "--filename=-"],
				toYamlStream(objects),
			);
			return { ok: exit === 0, output: `${stdout}\n${stderr}` };
		},
		async get(...args) {
			const { stdout } = await kubectl(["get", "--output=json", ...args]);
			return stdout === "" ? undefined : JSON.parse(stdout);
		},
		async stop() {
			for (const child of started.reverse()) await ended(child);
			await rm(folder, { recursive: true, force: true });
		},
	};
	try {
		await writeFiles(folder, kubeconfig, api);
		start("etcd", etcdArgs(folder, client, peer));
		start("kube-apiserver", apiArgs(folder, client, api));
		await until("the API server", async () => {
			return (await kubectl(["get", "--raw=/readyz"])).exit === 0;
		});
		for (const object of [...crds, ...kyvernoNeeds])
			await run(
				tools.kubectl.path,
				[`--kubeconfig=${kubeconfig}`, "create", "--filename=-"],
				{ timeout: "60s", input: JSON.stringify(object) },
			);
		start(
			"kyverno",
			[
				`-kubeconfig=${kubeconfig}`,
				`-serverIP=127.0.0.1:${webhook}`,
				`-webhookServerPort=${webhook}`,
				"-caSecretName=kyverno-ca",
				"-tlsSecretName=kyverno-tls",
				"-disableMetrics=true",
			],
			kyvernoEnvironment,
		);
		await until("Kyverno", async () => {
			const found = (await cluster.get(
				"validatingwebhookconfigurations",
				"kyverno-policy-validating-webhook-cfg",
			)) as { webhooks?: unknown[] } | undefined;
			return (found?.webhooks?.length ?? 0) > 0;
		});
		return cluster;
	} catch (error) {
		await cluster.stop();
		throw error;
	}
}

const kyvernoEnvironment = {
	KYVERNO_NAMESPACE: "kyverno",
	KYVERNO_SERVICEACCOUNT_NAME: "kyverno-admission-controller",
	KYVERNO_ROLE_NAME: "kyverno:admission-controller",
	KYVERNO_DEPLOYMENT: "kyverno-admission-controller",
	KYVERNO_SVC: "kyverno-svc",
	KYVERNO_POD_NAME: "kyverno-0",
	INIT_CONFIG: "kyverno",
	METRICS_CONFIG: "kyverno-metrics",
};

const kyvernoNeeds = [
	{ apiVersion: "v1", kind: "Namespace", metadata: { name: "kyverno" } },
	...["kyverno", "kyverno-metrics"].map((name) => ({
		apiVersion: "v1",
		kind: "ConfigMap",
		metadata: { name, namespace: "kyverno" },
	})),
];

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
	// There is no controller that would make the accounts of pods.
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

/** Asks again and again, for a minute at most. */
export async function until(
	what: string,
	isThere: () => Promise<boolean>,
): Promise<void> {
	const deadline = Date.now() + 60_000;
	while (!(await isThere())) {
		if (Date.now() > deadline) throw new Error(`${what} does not answer`);
		await new Promise((resolve) => setTimeout(resolve, 300));
	}
}

async function freePorts(count: number) {
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
	return ports as [number, number, number, number];
}

const ended = (child: ChildProcess): Promise<void> =>
	new Promise((resolve) => {
		if (child.exitCode !== null || child.signalCode !== null) return resolve();
		child.once("exit", () => resolve());
		child.kill("SIGKILL");
	});
