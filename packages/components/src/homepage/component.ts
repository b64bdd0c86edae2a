import { add } from "@lab/bundles";
import { contentHash } from "@lab/core";
import { type Environment, endpoints, images, place, urlOf } from "@lab/lab";
import { labels } from "@lab/record";
import { ApiObject, type Chart, JsonPatch, Size } from "cdk8s";
import {
	Capability,
	ConfigMap,
	type ContainerProps,
	Cpu,
	Deployment,
	EnvValue,
	ImagePullPolicy,
	type IServiceAccount,
	LabelSelector,
	Probe,
	SeccompProfileType,
	Volume,
} from "cdk8s-plus-28";
import { addAccount } from "../account.ts";
import { defineComponent } from "../component.ts";
import { expose } from "../exposure.ts";
import { traefikMiddlewares } from "../traefik-middlewares/component.ts";
import { configOf } from "./config.ts";

const { namespace, port } = endpoints.homepage;
const name = "homepage";
const metadata = { name, namespace };
/** Same as in vaclab-2, since the selector of a Deployment is immutable. */
const selector = { "app.kubernetes.io/name": name };

/** Start page with links to all other services. */
export const homepage = defineComponent({
	name,
	purpose: "start page with a tile for each service",
	namespace,
	needs: [traefikMiddlewares],
	adopt: true,
	objects(scope, env, lab) {
		const account = addAccount(scope, {
			...metadata,
			clusterWide: true,
			rules: ["", "metrics.k8s.io"].map((group) => ({
				apiGroups: [group],
				resources: ["nodes", "pods"],
				verbs: ["get", "list"],
			})),
		});
		addDeployment(scope, env, account, configOf(env, lab));
		expose(scope, endpoints.homepage, env);
	},
});

function addDeployment(
	scope: Chart,
	env: Environment,
	serviceAccount: IServiceAccount,
	config: Readonly<Record<string, string>>,
): void {
	new ConfigMap(scope, "config", { metadata, data: config });
	const deployment = new Deployment(scope, "deployment", {
		metadata,
		replicas: env.replicas.homepage,
		select: false,
		podMetadata: {
			labels: selector,
			// Restarts the pod, since files mounted by subPath are not updated in a running pod.
			annotations: { [labels.config]: contentHash(config).slice(0, 16) },
		},
		serviceAccount,
		automountServiceAccountToken: true,
		securityContext: { user: 1000, group: 1000, fsGroup: 1000 },
		containers: [container(scope, env, Object.keys(config))],
	});
	deployment.select(LabelSelector.of({ labels: selector }));
	const { affinity, tolerations } = place("controlPlane");
	ApiObject.of(deployment).addJsonPatch(
		JsonPatch.add("/spec/template/spec/affinity", affinity),
		JsonPatch.add("/spec/template/spec/tolerations", tolerations),
	);
	add(scope, "service", {
		apiVersion: "v1",
		kind: "Service",
		metadata,
		spec: { selector, ports: [{ name: "http", port }] },
	});
}

function container(
	scope: Chart,
	env: Environment,
	files: readonly string[],
): ContainerProps {
	const configMap = ConfigMap.fromConfigMapName(scope, "mounted", name);
	const config = Volume.fromConfigMap(scope, "config-volume", configMap, {
		name: "config",
	});
	const logs = Volume.fromEmptyDir(scope, "logs-volume", "logs");
	return {
		name,
		image: images.homepage,
		imagePullPolicy: ImagePullPolicy.IF_NOT_PRESENT,
		portNumber: port,
		envVariables: {
			// Prevents DNS rebinding: another site cannot read the page through a visitor's browser.
			HOMEPAGE_ALLOWED_HOSTS: EnvValue.fromValue(
				new URL(urlOf(endpoints.homepage, env)).host,
			),
		},
		readiness: Probe.fromHttpGet("/", { port }),
		// Next.js writes its cache next to its code.
		securityContext: {
			user: 1000,
			group: 1000,
			readOnlyRootFilesystem: false,
			capabilities: { drop: [Capability.ALL] },
			seccompProfile: { type: SeccompProfileType.RUNTIME_DEFAULT },
		},
		resources: env.reserves
			? {
					cpu: { request: Cpu.units(2), limit: Cpu.units(4) },
					memory: { request: Size.mebibytes(512), limit: Size.gibibytes(4) },
				}
			: {},
		volumeMounts: [
			...files.map((file) => ({
				volume: config,
				path: `/app/config/${file}`,
				subPath: file,
			})),
			{ volume: logs, path: "/app/config/logs" },
		],
	};
}
