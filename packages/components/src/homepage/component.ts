import { contentHash } from "@lab/core";
import { type Environment, endpoints, images, place, urlOf } from "@lab/lab";
import { ApiObject, type Chart, JsonPatch, Size } from "cdk8s";
import {
	ConfigMap,
	type ContainerProps,
	Cpu,
	Deployment,
	EnvValue,
	ImagePullPolicy,
	type IServiceAccount,
	LabelSelector,
	Probe,
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
/** A Deployment cannot change its selector: vaclab-2's. */
const labels = { "app.kubernetes.io/name": name };

/** The page on which people find everything else. */
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
			labels,
			// Files that are mounted one by one do not change under a running pod.
			annotations: { "lab.vac.dev/config": contentHash(config).slice(0, 16) },
		},
		serviceAccount,
		automountServiceAccountToken: true,
		securityContext: { user: 1000, group: 1000, fsGroup: 1000 },
		containers: [container(scope, env, Object.keys(config))],
	});
	deployment.select(LabelSelector.of({ labels }));
	const { affinity, tolerations } = place("controlPlane");
	ApiObject.of(deployment).addJsonPatch(
		JsonPatch.add("/spec/template/spec/affinity", affinity),
		JsonPatch.add("/spec/template/spec/tolerations", tolerations),
	);
	new ApiObject(scope, "service", {
		apiVersion: "v1",
		kind: "Service",
		metadata,
		spec: { selector: labels, ports: [{ name: "http", port }] },
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
			// It answers to this name only: a page elsewhere cannot read it through a visitor's browser.
			HOMEPAGE_ALLOWED_HOSTS: EnvValue.fromValue(
				new URL(urlOf(endpoints.homepage, env)).host,
			),
		},
		readiness: Probe.fromHttpGet("/", { port }),
		// Next.js keeps its cache beside its code.
		securityContext: { user: 1000, group: 1000, readOnlyRootFilesystem: false },
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
