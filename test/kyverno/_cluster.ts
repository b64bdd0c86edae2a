import { toYamlStream } from "@lab/core";
import { ensureTools } from "@lab/toolchain";
import { freePorts, quiet, startApiServer, until } from "../_api-server.ts";

/** A real API server with Kyverno's real admission controller, on loopback. */
export interface Cluster {
	/** Applies objects. @returns kubectl's output, and whether it succeeded */
	apply(...objects: unknown[]): Promise<{ ok: boolean; output: string }>;
	/** Reads one object. */
	get(...args: string[]): Promise<unknown>;
	/** Starts Kyverno's controller that deletes objects, also among the tools. */
	startCleanup(): Promise<void>;
	stop(): Promise<void>;
}

/**
 * Starts a cluster with CustomResourceDefinitions.
 *
 * @throws LabError if a tool is missing; Error if a server does not answer within a minute
 */
export async function startCluster(crds: readonly unknown[]): Promise<Cluster> {
	const { kyverno } = await ensureTools(["kyverno"], { progress: quiet });
	const server = await startApiServer();
	const cluster: Cluster = {
		async apply(...objects) {
			const { exit, stdout, stderr } = await server.kubectl(
				["apply", "--server-side", "--filename=-"],
				toYamlStream(objects),
			);
			return { ok: exit === 0, output: `${stdout}\n${stderr}` };
		},
		async get(...args) {
			const { stdout } = await server.kubectl([
				"get",
				"--output=json",
				...args,
			]);
			return stdout === "" ? undefined : JSON.parse(stdout);
		},
		async startCleanup() {
			const tools = await ensureTools(["kyverno-cleanup"], { progress: quiet });
			const [port, metrics] = await freePorts(2);
			server.start(
				tools["kyverno-cleanup"].path,
				[
					`-kubeconfig=${server.kubeconfig}`,
					`-serverIP=127.0.0.1:${port}`,
					"-cleanupServerHost=127.0.0.1",
					`-cleanupServerPort=${port}`,
					"-metricsHost=127.0.0.1",
					`-metricsPort=${metrics}`,
					"-caSecretName=kyverno-cleanup-ca",
					"-tlsSecretName=kyverno-cleanup-tls",
					"-disableMetrics=true",
				],
				{
					...kyvernoEnvironment,
					KYVERNO_SERVICEACCOUNT_NAME: "kyverno-cleanup-controller",
					KYVERNO_ROLE_NAME: "kyverno:cleanup-controller",
					KYVERNO_DEPLOYMENT: "kyverno-cleanup-controller",
					KYVERNO_SVC: "kyverno-cleanup-controller",
				},
			);
		},
		stop: () => server.stop(),
	};
	try {
		for (const object of [...crds, ...kyvernoNeeds]) {
			const made = await server.kubectl(
				["create", "--filename=-"],
				JSON.stringify(object),
			);
			if (made.exit !== 0) throw new Error(made.stderr);
		}
		const [webhook] = await freePorts(1);
		server.start(
			kyverno.path,
			[
				`-kubeconfig=${server.kubeconfig}`,
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
