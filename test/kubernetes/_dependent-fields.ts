import {
	configMap,
	cronJob,
	deployment,
	ingress,
	jobOf,
	object,
	role,
	service,
	statefulSet,
} from "./_objects.ts";
import { type Misuse, of } from "./_of.ts";

type Fields = Readonly<Record<string, unknown>>;

const env = (valueFrom: Fields) =>
	deployment({ env: [{ name: "A", valueFrom }] });
const volume = (source: Fields) =>
	deployment({}, { volumes: [{ name: "v", ...source }] });
const strategy = (strategy: Fields) => deployment({}, {}, { strategy });
const rolling = (rollingUpdate: Fields) => strategy({ rollingUpdate });

const daemonSet = (rollingUpdate: Fields) => ({
	...deployment(
		{},
		{},
		{
			strategy: undefined,
			updateStrategy: { type: "RollingUpdate", rollingUpdate },
		},
	),
	kind: "DaemonSet",
});

const policy = (spec: Fields) =>
	object("networking.k8s.io/v1", "NetworkPolicy", {
		spec: { podSelector: {}, ...spec },
	});
const from = (...peers: Fields[]) => policy({ ingress: [{ from: peers }] });
const toPort = (port: Fields) => policy({ ingress: [{ ports: [port] }] });

const rbac = (kind: string, fields: Fields) =>
	object("rbac.authorization.k8s.io/v1", kind, fields);
const roleRef = {
	apiGroup: "rbac.authorization.k8s.io",
	kind: "ClusterRole",
	name: "view",
};
const account = { kind: "ServiceAccount", name: "a", namespace: "default" };
const binding = (kind: string, role: Fields = {}, subject: Fields = {}) =>
	rbac(kind, {
		roleRef: { ...roleRef, ...role },
		subjects: [{ ...account, ...subject }],
	});

const budget = (spec: Fields) =>
	object("policy/v1", "PodDisruptionBudget", {
		spec: { selector: { matchLabels: { app: "a" } }, ...spec },
	});
const scaler = (spec: Fields) =>
	object("autoscaling/v2", "HorizontalPodAutoscaler", {
		spec: {
			scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "a" },
			maxReplicas: 2,
			...spec,
		},
	});
const cpu = {
	name: "cpu",
	target: { type: "Utilization", averageUtilization: 80 },
};
const limitRange = (limit: Fields) =>
	object("v1", "LimitRange", { spec: { limits: [limit] } });
const disk = (spec: Fields) =>
	object("v1", "PersistentVolume", {
		spec: {
			capacity: { storage: "1Gi" },
			accessModes: ["ReadWriteOnce"],
			...spec,
		},
	});
const onNode = {
	required: {
		nodeSelectorTerms: [
			{
				matchExpressions: [
					{ key: "kubernetes.io/hostname", operator: "In", values: ["a"] },
				],
			},
		],
	},
};
const webhook = (fields: Fields) =>
	object("admissionregistration.k8s.io/v1", "ValidatingWebhookConfiguration", {
		webhooks: [
			{
				name: "check.example.org",
				sideEffects: "None",
				admissionReviewVersions: ["v1"],
				clientConfig: { service: { name: "a", namespace: "default" } },
				...fields,
			},
		],
	});
const slice = (addressType: string, address: string) =>
	object("discovery.k8s.io/v1", "EndpointSlice", {
		addressType,
		endpoints: [{ addresses: [address] }],
		ports: [{ port: 80 }],
	});
const zoned = (timeZone: string) => {
	const { spec, ...rest } = cronJob("@hourly");
	return { ...rest, spec: { ...spec, timeZone } };
};
const job = (fields: Fields) => {
	const { spec, ...rest } = jobOf({});
	return { ...rest, spec: { ...spec, ...fields } };
};
const ingressOf = (fields: Fields) => {
	const { spec, ...rest } = ingress({});
	return { ...rest, spec: { ...spec, ...fields } };
};
const crd = (name: string) =>
	object(
		"apiextensions.k8s.io/v1",
		"CustomResourceDefinition",
		{
			spec: {
				group: "example.org",
				scope: "Namespaced",
				names: { kind: "Thing", plural: "things" },
				versions: [
					{
						name: "v1",
						served: true,
						storage: true,
						schema: { openAPIV3Schema: { type: "object" } },
					},
				],
			},
		},
		{ name },
	);

const http = { httpGet: { path: "/", port: 80 } };
const byName = { httpGet: { path: "/", port: "web" } };
const web = [{ name: "web", containerPort: 80 }];
const antiAffinity = (topologyKey: string) =>
	deployment(
		{},
		{
			affinity: {
				podAntiAffinity: {
					requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey }],
				},
			},
		},
	);
const spread = (maxSkew: number) =>
	deployment(
		{},
		{
			topologySpreadConstraints: [
				{
					maxSkew,
					topologyKey: "kubernetes.io/hostname",
					whenUnsatisfiable: "DoNotSchedule",
				},
			],
		},
	);

/** Mistakes in fields that exclude or require others, or whose values are of a form that no schema states. */
export const dependentMisuses: readonly Misuse[] = [
	...of("invalid-value", {
		"several successes of a liveness probe": deployment({
			livenessProbe: { ...http, successThreshold: 3 },
		}),
		"a negative delay of a probe": deployment({
			readinessProbe: { ...http, initialDelaySeconds: -1 },
		}),
		"a hook with two actions": deployment({
			lifecycle: { preStop: { ...http, exec: { command: ["a"] } } },
		}),
		"envFrom with two sources": deployment({
			envFrom: [{ configMapRef: { name: "a" }, secretRef: { name: "b" } }],
		}),
		"a variable from nothing": env({}),
		"a field that a variable cannot have": env({
			fieldRef: { fieldPath: "metadata.nodeName" },
		}),
		"all labels in a variable": env({
			fieldRef: { fieldPath: "metadata.labels" },
		}),
		"the node's name in a file": volume({
			downwardAPI: {
				items: [{ path: "a", fieldRef: { fieldPath: "spec.nodeName" } }],
			},
		}),
		"an unknown resource in a variable": env({
			resourceFieldRef: { resource: "limits.mem" },
		}),
		"a privileged container without escalation": deployment({
			securityContext: { privileged: true, allowPrivilegeEscalation: false },
		}),
		"another port of the node in its network": deployment(
			{ ports: [{ containerPort: 80, hostPort: 81 }] },
			{ hostNetwork: true },
		),
		"a host alias without an address": deployment(
			{},
			{ hostAliases: [{ ip: "10.0.0", hostnames: ["a"] }] },
		),
		"an active deadline of a Deployment": deployment(
			{},
			{ activeDeadlineSeconds: 60 },
		),
		"seconds of a toleration of NoSchedule": deployment(
			{},
			{
				tolerations: [
					{
						key: "a",
						operator: "Exists",
						effect: "NoSchedule",
						tolerationSeconds: 10,
					},
				],
			},
		),
		"a spread of 0": spread(0),
		"a path with ..": volume({ hostPath: { path: "/a/../b" } }),
		"permissions beyond 0777": volume({
			configMap: { name: "a", defaultMode: 5000 },
		}),
		"an update in which nothing may happen": rolling({
			maxSurge: 0,
			maxUnavailable: "0%",
		}),
		"a surge without %": rolling({ maxSurge: "25" }),
		"Recreate with a rolling update": strategy({
			type: "Recreate",
			rollingUpdate: { maxSurge: 1 },
		}),
		"a surge of a DaemonSet beside the default": daemonSet({ maxSurge: 1 }),
		"a deadline below the time to be ready": deployment(
			{},
			{},
			{ minReadySeconds: 60, progressDeadlineSeconds: 30 },
		),
		"a budget with both limits": budget({ minAvailable: 1, maxUnavailable: 1 }),
		"a minimum above the maximum": scaler({ minReplicas: 3 }),
		"a metric in lower case": scaler({
			metrics: [{ type: "resource", resource: cpu }],
		}),
		"a misspelt time zone": zoned("Europe/Berln"),
		"an offset as time zone": zoned("+01:00"),
		"a negative backoff limit": job({ backoffLimit: -1 }),
		"fewer devices than the limit": deployment({
			resources: {
				limits: { "example.org/gpu": 2 },
				requests: { "example.org/gpu": 1 },
			},
		}),
		"a limit type in lower case": limitRange({
			type: "container",
			max: { memory: "1Gi" },
		}),
		"a default above the maximum": limitRange({
			type: "Container",
			max: { memory: "1Gi" },
			default: { memory: "2Gi" },
		}),
		"a headless node port": service({ type: "NodePort", clusterIP: "None" }),
		"an incomplete cluster IP": service({ clusterIP: "10.0.0" }),
		"an external policy inside": service({ externalTrafficPolicy: "Local" }),
		"a source range without a length": service({
			type: "LoadBalancer",
			loadBalancerSourceRanges: ["10.0.0.0"],
		}),
		"source ranges without a balancer": service({
			loadBalancerSourceRanges: ["10.0.0.0/8"],
		}),
		"a network of 33 bits": from({ ipBlock: { cidr: "10.0.0.0/33" } }),
		"an exception outside": from({
			ipBlock: { cidr: "10.0.0.0/8", except: ["192.168.0.0/16"] },
		}),
		"an exception of the same size": from({
			ipBlock: { cidr: "10.0.0.0/8", except: ["10.0.0.0/8"] },
		}),
		"a network beside a selector": from({
			ipBlock: { cidr: "10.0.0.0/8" },
			podSelector: {},
		}),
		"a peer of nothing": from({}),
		"a last port before the first": toPort({ port: 100, endPort: 50 }),
		"a last port of a named one": toPort({ port: "web", endPort: 50 }),
		"a host in a slice of addresses": slice("IPv4", "a.example.org"),
		"an IPv6 address in a slice of IPv4": slice("IPv4", "fd00::1"),
		"a role's group with its version": binding("RoleBinding", {
			apiGroup: "rbac.authorization.k8s.io/v1",
		}),
		"a Role in a binding of the cluster": binding("ClusterRoleBinding", {
			kind: "Role",
		}),
		"a misspelt kind of subject": binding(
			"RoleBinding",
			{},
			{ kind: "Serviceaccount" },
		),
		"a group of an account": binding(
			"RoleBinding",
			{},
			{ apiGroup: "rbac.authorization.k8s.io" },
		),
		"URLs in a Role": rbac("Role", {
			rules: [{ nonResourceURLs: ["/metrics"], verbs: ["get"] }],
		}),
		"a priority beyond that of users": object(
			"scheduling.k8s.io/v1",
			"PriorityClass",
			{ value: 2_000_000_000 },
		),
		"a webhook of a minute": webhook({ timeoutSeconds: 60 }),
		"a volume in two places": disk({
			hostPath: { path: "/a" },
			nfs: { server: "a", path: "/" },
		}),
		"a volume in no place": disk({}),
	}),
	...of(
		"invalid-value",
		{
			"a probe of a port without that name": deployment({
				ports: [{ name: "http", containerPort: 80 }],
				readinessProbe: byName,
			}),
			"a hook at a port without that name": deployment({
				lifecycle: { preStop: byName },
			}),
		},
		"the kubelet looks the name up when it probes",
	),
	...of(
		"invalid-value",
		{
			"an image in upper case": deployment({ image: "example.org/Main:1.0.0" }),
			"an image after a space": deployment({ image: " example.org/a:1.0.0" }),
			"an image with a protocol": deployment({
				image: "https://example.org/main:1.0.0",
			}),
		},
		"the container runtime parses the name",
	),
	...of("missing-field", {
		"no containers": deployment({}, { containers: [] }),
		"no name server": deployment({}, { dnsPolicy: "None" }),
		"a local profile without a file": deployment({
			securityContext: { seccompProfile: { type: "Localhost" } },
		}),
		"an external name without a name": service({
			type: "ExternalName",
			ports: undefined,
			selector: undefined,
		}),
		"an Ingress without rules": ingressOf({ rules: undefined }),
		"an indexed Job without a number": job({
			completionMode: "Indexed",
			parallelism: 2,
		}),
		"a metric without its source": scaler({ metrics: [{ type: "Resource" }] }),
		"a cluster's account without a namespace": binding(
			"ClusterRoleBinding",
			{},
			{ namespace: undefined },
		),
		"a disk of no node": disk({ local: { path: "/a" } }),
	}),
	...of("invalid-name", {
		"an external name with a protocol": service({
			type: "ExternalName",
			externalName: "https://example.org/",
			ports: undefined,
			selector: undefined,
		}),
		"a TLS host with a port": ingressOf({
			tls: [{ hosts: ["a.org:443"], secretName: "a" }],
		}),
		"an empty topology": antiAffinity(""),
		"a kernel parameter with a space": deployment(
			{},
			{
				securityContext: {
					sysctls: [{ name: "net.core somaxconn", value: "1" }],
				},
			},
		),
		"a webhook without a domain": webhook({ name: "check" }),
		"a CRD named after one thing": crd("thing.example.org"),
		"a priority of the system": object(
			"scheduling.k8s.io/v1",
			"PriorityClass",
			{ value: 1 },
			{ name: "system-a" },
		),
	}),
	...of("duplicate-entry", {
		"a name of two ports of a Service": service({
			ports: [
				{ name: "a", port: 80 },
				{ name: "a", port: 81 },
			],
		}),
		"an init container with a container's name": deployment(
			{},
			{ initContainers: [{ name: "c", image: "i:1" }] },
		),
		"a file that is both text and binary": {
			...configMap({}, { a: "b" }),
			binaryData: { a: "aGVsbG8=" },
		},
	}),
];

/** Valid objects whose fields look as if they excluded each other. */
export const dependentValidUses: Readonly<Record<string, Misuse["object"]>> = {
	"several successes of a readiness probe": deployment({
		readinessProbe: { ...http, successThreshold: 3 },
	}),
	"a probe of a named port": deployment({ ports: web, livenessProbe: byName }),
	"a hook that sleeps": deployment({
		lifecycle: { preStop: { sleep: { seconds: 5 } } },
	}),
	"an annotation in a variable": env({
		fieldRef: { fieldPath: "metadata.annotations['a.org/b']" },
	}),
	"addresses in a variable": env({ fieldRef: { fieldPath: "status.hostIPs" } }),
	"a limit in a variable": env({
		resourceFieldRef: { resource: "limits.memory", divisor: "1Mi" },
	}),
	"all labels in a file": volume({
		downwardAPI: {
			items: [{ path: "a", fieldRef: { fieldPath: "metadata.labels" } }],
		},
	}),
	"a port of the node in its network": deployment(
		{ ports: [{ containerPort: 80, hostPort: 80 }] },
		{ hostNetwork: true, dnsPolicy: "ClusterFirstWithHostNet" },
	),
	"kernel parameters with dots and slashes": deployment(
		{},
		{
			securityContext: {
				sysctls: [
					{ name: "net.ipv4.ip_local_port_range", value: "1024 65535" },
					{ name: "net/core/somaxconn", value: "1" },
				],
			},
		},
	),
	"name servers of its own": deployment(
		{},
		{ dnsPolicy: "None", dnsConfig: { nameservers: ["10.0.0.1"] } },
	),
	"a local seccomp profile": deployment({
		securityContext: {
			seccompProfile: { type: "Localhost", localhostProfile: "a.json" },
		},
	}),
	"seconds of a toleration": deployment(
		{},
		{
			tolerations: [
				{
					key: "a",
					operator: "Exists",
					effect: "NoExecute",
					tolerationSeconds: 10,
				},
			],
		},
	),
	"a spread over hosts": spread(1),
	"pods apart": antiAffinity("kubernetes.io/hostname"),
	"permissions as JSON writes them": volume({
		secret: { secretName: "a", defaultMode: 0o400 },
	}),
	"a path with dots in a name": volume({ hostPath: { path: "/a..b/c" } }),
	"an update one by one": rolling({ maxSurge: 0, maxUnavailable: 1 }),
	"a surge of a DaemonSet": daemonSet({ maxSurge: "10%", maxUnavailable: 0 }),
	Recreate: strategy({ type: "Recreate" }),
	"a budget in percent": budget({ minAvailable: "50%" }),
	"a scaler by use": scaler({ metrics: [{ type: "Resource", resource: cpu }] }),
	"a time zone": zoned("Europe/Berlin"),
	"a time zone by its old name": zoned("America/Buenos_Aires"),
	UTC: zoned("Etc/UTC"),
	"an indexed Job of one pod": job({ completionMode: "Indexed" }),
	"an indexed Job": job({ completionMode: "Indexed", completions: 3 }),
	devices: deployment({ resources: { limits: { "example.org/gpu": 1 } } }),
	"limits in order": limitRange({
		type: "Container",
		max: { memory: "2Gi" },
		default: { memory: "1Gi" },
		defaultRequest: { memory: "512Mi" },
	}),
	"an external name": service({
		type: "ExternalName",
		externalName: "db.example.org.",
		ports: undefined,
		selector: undefined,
	}),
	"an external policy of a node port": service({
		type: "NodePort",
		externalTrafficPolicy: "Local",
	}),
	"source ranges": service({
		type: "LoadBalancer",
		loadBalancerSourceRanges: ["10.0.0.0/8"],
	}),
	"an Ingress with a default only": ingressOf({
		rules: undefined,
		defaultBackend: { service: { name: "a", port: { number: 80 } } },
	}),
	"a TLS host with a wildcard": ingressOf({
		tls: [{ hosts: ["*.a.org", "a.org"] }],
	}),
	"an exception inside": from({
		ipBlock: { cidr: "0.0.0.0/0", except: ["10.0.0.0/8", "192.168.1.1/32"] },
	}),
	"an exception of IPv6": from({
		ipBlock: { cidr: "2001:db8::/32", except: ["2001:db8:0:1::/64"] },
	}),
	"all pods of a namespace": from({ namespaceSelector: {}, podSelector: {} }),
	"a range of ports": toPort({ port: 30_000, endPort: 32_767 }),
	"a slice of IPv6": slice("IPv6", "fd00::1"),
	"an account of the cluster": binding("ClusterRoleBinding"),
	"an account without a namespace": binding(
		"RoleBinding",
		{ kind: "Role" },
		{ namespace: undefined },
	),
	"a user": binding(
		"RoleBinding",
		{},
		{ kind: "User", namespace: undefined, apiGroup: roleRef.apiGroup },
	),
	"URLs in a ClusterRole": rbac("ClusterRole", {
		rules: [{ nonResourceURLs: ["/metrics"], verbs: ["get"] }],
	}),
	"a role for subresources": role({ resources: ["pods/log"] }),
	"a webhook": webhook({ timeoutSeconds: 30 }),
	"a disk of a node": disk({ local: { path: "/a" }, nodeAffinity: onNode }),
	"a CRD": crd("things.example.org"),
	"images of all forms": deployment(
		{ image: "localhost:5000/a_b/c--d__e.f:V1.0_x-y" },
		{
			initContainers: [
				{ name: "a", image: `Registry.example.org/a@sha256:${"0".repeat(64)}` },
				{ name: "b", image: "busybox" },
			],
		},
	),
	"a StatefulSet that is updated by hand": statefulSet(
		{},
		{ updateStrategy: { type: "OnDelete" } },
	),
};
