import {
	component,
	configMap,
	cronJob,
	deployment,
	object,
	pod,
	service,
} from "./_lab.ts";
import { found, type Misuse, raw, right } from "./_misuse.ts";

type Fields = Readonly<Record<string, unknown>>;

const nodePort = (
	nodePort: number | undefined,
	name = "misused",
	port: Fields = {},
) =>
	service(
		{ type: "NodePort", ports: [{ port: 80, nodePort, ...port }] },
		{ name },
	);

const balanced = (port: number, name = "misused", spec: Fields = {}) =>
	service({ type: "LoadBalancer", ports: [{ port }], ...spec }, { name });

const daemons = (hostPort: number, name: string) =>
	object(
		"apps/v1",
		"DaemonSet",
		{
			spec: {
				selector: { matchLabels: { daemon: name } },
				template: {
					metadata: { labels: { daemon: name } },
					spec: pod({ ports: [{ containerPort: 80, hostPort }] }),
				},
			},
		},
		{ name },
	);

const requesting = deployment({ resources: { requests: { cpu: "1" } } });

const scaler = (target: Fields = {}, spec: Fields = {}, name = "misused") =>
	object(
		"autoscaling/v2",
		"HorizontalPodAutoscaler",
		{
			spec: {
				maxReplicas: 2,
				scaleTargetRef: {
					...{ apiVersion: "apps/v1", kind: "Deployment", name: "misused" },
					...target,
				},
				metrics: [
					{
						type: "Resource",
						resource: {
							name: "cpu",
							target: { type: "Utilization", averageUtilization: 50 },
						},
					},
				],
				...spec,
			},
		},
		{ name },
	);

const budget = (name: string, selector: Fields) =>
	object(
		"policy/v1",
		"PodDisruptionBudget",
		{ spec: { maxUnavailable: 1, selector } },
		{ name },
	);

const mine = { matchLabels: { app: "misused" } };
const nobody = { matchLabels: { app: "nobody" } };

const near = (affinity: string, labelSelector: Fields) =>
	deployment(
		{},
		{
			affinity: {
				[affinity]: {
					requiredDuringSchedulingIgnoredDuringExecution: [
						{ topologyKey: "kubernetes.io/hostname", labelSelector },
					],
				},
			},
		},
	);

const spread = (topologyKey: string, labelSelector: Fields) =>
	deployment(
		{},
		{
			topologySpreadConstraints: [
				{
					...{ maxSkew: 1, whenUnsatisfiable: "DoNotSchedule" },
					...{ topologyKey, labelSelector },
				},
			],
		},
	);

const named = (namespace: string) => ({
	namespaceSelector: {
		matchLabels: { "kubernetes.io/metadata.name": namespace },
	},
});

const policy = (...rules: readonly Fields[]) =>
	object("networking.k8s.io/v1", "NetworkPolicy", {
		spec: { podSelector: mine, ingress: rules },
	});

const serving = deployment({ ports: [{ name: "http", containerPort: 80 }] });

/** Mistakes in workloads, in what reaches them, and in what they need of nodes. */
export const workloadMisuses: readonly Misuse[] = [
	raw(
		"a node port twice",
		"duplicate-node-port",
		deployment(),
		nodePort(30123),
		nodePort(30123, "other"),
	),
	raw("a node port of 20123", "invalid-value", deployment(), nodePort(20123)),
	raw(
		"a port of a load balancer twice",
		"duplicate-node-port",
		deployment(),
		balanced(7070),
		balanced(7070, "other"),
	),
	raw(
		"a load balancer on the port of the proxy",
		"duplicate-node-port",
		deployment(),
		balanced(443),
	),
	raw(
		"a port of every node in two DaemonSets",
		"duplicate-node-port",
		daemons(9100, "a"),
		daemons(9100, "b"),
	),
	right(
		"a node port for two protocols, and load balancers of another class",
		"they do not meet on a node",
		deployment(),
		nodePort(30123),
		nodePort(30123, "other", { protocol: "UDP" }),
		nodePort(undefined, "any"),
		balanced(443, "elsewhere", { loadBalancerClass: "example.org/vip" }),
	),
	raw(
		"an autoscaler for a misspelt kind",
		"broken-autoscaler",
		requesting,
		scaler({ kind: "Deploymnet" }),
	),
	raw(
		"an autoscaler for a misspelt group",
		"broken-autoscaler",
		requesting,
		scaler({ apiVersion: "app/v1" }),
	),
	raw(
		"an autoscaler for nothing",
		"unknown-object",
		requesting,
		scaler({ name: "nothing" }),
	),
	raw(
		"an autoscaler with more replicas at least than at most",
		"invalid-value",
		requesting,
		scaler({}, { minReplicas: 3 }),
	),
	raw(
		"an autoscaler that measures a share of nothing",
		"broken-autoscaler",
		deployment(),
		scaler(),
	),
	raw(
		"an autoscaler for a fixed number of replicas",
		"broken-autoscaler",
		deployment({ resources: { requests: { cpu: "1" } } }, {}, { replicas: 3 }),
		scaler(),
	),
	raw(
		"two autoscalers for one Deployment",
		"broken-autoscaler",
		requesting,
		scaler(),
		scaler({}, {}, "other"),
	),
	right(
		"an autoscaler that can measure",
		"the limit counts as the request",
		deployment({ resources: { limits: { cpu: "1" } } }),
		scaler(),
	),
	raw(
		"a budget for no pods",
		"selector-without-pods",
		deployment(),
		budget("misused", nobody),
	),
	raw(
		"two budgets for one pod",
		"pods-owned-twice",
		deployment(),
		budget("a", mine),
		budget("b", mine),
	),
	raw("two Deployments with one selector", "pods-owned-twice", deployment(), {
		...deployment(),
		metadata: { name: "other" },
	}),
	right(
		"two Deployments that differ in one label",
		"neither selects the pods of the other",
		...["a", "b"].map((tier) => ({
			...deployment(
				{},
				{},
				{
					selector: { matchLabels: { app: "misused", tier } },
					template: {
						metadata: { labels: { app: "misused", tier } },
						spec: pod(),
					},
				},
			),
			metadata: { name: tier },
		})),
		budget("all", mine),
	),
	raw(
		"a policy for a misspelt namespace",
		"peer-without-pods",
		deployment(),
		policy({ from: [named("kube-systen")] }),
	),
	raw(
		"a policy for a namespace by a label that it does not have",
		"peer-without-pods",
		deployment(),
		policy({
			from: [{ namespaceSelector: { matchLabels: { name: "kube-system" } } }],
		}),
	),
	raw(
		"a policy for pods that nobody runs",
		"peer-without-pods",
		deployment(),
		policy({ from: [{ podSelector: nobody }] }),
	),
	found(
		"a policy for pods that another namespace does not have",
		"peer-without-pods",
		component([deployment()], { name: "other", namespace: "authentik" }),
		component([
			deployment(),
			policy({ from: [{ ...named("authentik"), podSelector: nobody }] }),
		]),
	),
	raw(
		"a policy for a port that the pods do not name",
		"unknown-port",
		serving,
		policy({ ports: [{ port: "htpp" }] }),
	),
	right(
		"policies for what exists, or may",
		"experiments run in any namespace, with any labels",
		serving,
		policy(
			{ ports: [{ port: "http" }, { port: 8080 }] },
			{ from: [{ podSelector: mine }, named("kube-system"), named("local")] },
			{
				from: [
					{ namespaceSelector: {}, podSelector: nobody },
					{ ...named("default"), podSelector: nobody },
					{ ...named("kube-system"), podSelector: nobody },
					{
						namespaceSelector: {
							matchLabels: { "field.cattle.io/projectId": "a" },
						},
					},
				],
			},
		),
	),
	raw(
		"pods that must run apart from nobody",
		"selector-without-pods",
		near("podAntiAffinity", nobody),
	),
	raw(
		"pods that must run near nobody",
		"selector-without-pods",
		near("podAffinity", nobody),
	),
	raw(
		"pods that are spread with those of nobody",
		"selector-without-pods",
		spread("kubernetes.io/hostname", nobody),
	),
	raw(
		"pods that are spread by a label of no node",
		"unknown-node",
		spread("kubernetes.io/host", mine),
	),
	right(
		"pods that run apart from each other, in zones",
		"a cloud's controller labels the zones later",
		near("podAntiAffinity", mine),
		{
			...spread("topology.kubernetes.io/zone", { matchLabels: { app: "b" } }),
			metadata: { name: "b" },
			spec: {
				selector: { matchLabels: { app: "b" } },
				template: { metadata: { labels: { app: "b" } }, spec: pod() },
			},
		},
	),
	raw(
		"a pod with more cores than any node has",
		"pod-too-large",
		deployment({ resources: { requests: { cpu: "500" } } }),
	),
	raw(
		"containers with more memory than any node has",
		"pod-too-large",
		deployment(
			{},
			{
				containers: ["a", "b"].map((name) => ({
					...{ name, image: "example.org/a:1.0.0" },
					resources: { limits: { memory: "300Gi" } },
				})),
			},
		),
	),
	right(
		"a pod that fills a node before it starts",
		"its first container is gone by then",
		deployment(
			{ resources: { requests: { cpu: "100" } } },
			{
				initContainers: [
					{
						...{ name: "first", image: "example.org/a:1.0.0" },
						resources: { requests: { cpu: "100" } },
					},
				],
			},
		),
	),
	raw(
		"a variable that is not there",
		"unknown-variable",
		deployment({ args: ["--node=$(NODE_NAME)"] }),
	),
	raw(
		"a variable that is listed too late",
		"unknown-variable",
		deployment({
			env: [
				{ name: "URL", value: "http://$(HOST)/" },
				{ name: "HOST", value: "a" },
			],
		}),
	),
	right(
		"dollars that are no variables",
		"a script runs commands, two dollars are one, and Services add variables",
		deployment({
			command: ["/bin/sh", "-c", "echo $(HOSTNAME)"],
			env: [
				{ name: "A", value: "$$(NOTHING) $(date) $(KUBERNETES_SERVICE_HOST)" },
			],
		}),
		{
			...deployment({
				args: ["$(FROM_ELSEWHERE)"],
				envFrom: [{ configMapRef: { name: "misused" } }],
			}),
			metadata: { name: "other" },
			spec: {
				selector: { matchLabels: { app: "other" } },
				template: {
					metadata: { labels: { app: "other" } },
					spec: pod({
						args: ["$(FROM_ELSEWHERE)"],
						envFrom: [{ configMapRef: { name: "misused" } }],
					}),
				},
			},
		},
		configMap({}),
	),
	raw("broken JSON in a file", "broken-file", configMap({}, { "a.json": "{" })),
	right(
		"broken YAML in a file",
		"reading all YAML again would take longer than all other rules",
		configMap({}, { "a.yaml": "a: [1" }),
	),
	right(
		"a template of a file",
		"a program fills it in before it reads it",
		configMap({}, { "a.yaml": "{{ range }}", "a.json": '{"a": {{ b }}}' }),
	),
	raw(
		"a container that may not be root, as root",
		"invalid-value",
		deployment({ securityContext: { runAsNonRoot: true, runAsUser: 0 } }),
	),
	raw(
		"a capability with CAP_ before it",
		"invalid-value",
		deployment({
			securityContext: { capabilities: { add: ["CAP_NET_ADMIN"] } },
		}),
	),
	right(
		"capabilities in lower case",
		"the container runtime writes them in upper case",
		deployment({ securityContext: { capabilities: { drop: ["all"] } } }),
	),
	raw(
		"two containers on one port",
		"duplicate-entry",
		deployment(
			{},
			{
				containers: ["a", "b"].map((name) => ({
					...{ name, image: "example.org/a:1.0.0" },
					ports: [{ containerPort: 80 }],
				})),
			},
		),
	),
	raw("a schedule for 31 February", "invalid-value", cronJob("0 0 31 2 *")),
	right(
		"a schedule for the last day of long months",
		"two of its months have it",
		cronJob("0 0 31 1,2,3 *"),
	),
	raw(
		"an object that was copied from a cluster",
		"invalid-value",
		configMap({ resourceVersion: "1", uid: "a" }),
	),
	found(
		"an object without a name",
		"invalid-name",
		component([{ ...configMap({}), metadata: { name: "" } }]),
	),
	...Object.entries({
		"a volume without a source": {
			volumes: [{ name: "a" }],
		},
		"a volume that nothing mounts": {
			volumes: [{ name: "a", emptyDir: {} }],
		},
		"a toleration of a taint that no node has": {
			tolerations: [{ key: "anything", operator: "Exists" }],
		},
	}).map(([what, spec]) =>
		right(
			what,
			"Kubernetes makes an empty folder, ignores it, or waits for the taint",
			deployment({}, spec),
		),
	),
];
