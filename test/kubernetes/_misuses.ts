import { dependentMisuses, dependentValidUses } from "./_dependent-fields.ts";
import {
	claim,
	configMap,
	cronJob,
	deployment,
	ingress,
	jobOf,
	role,
	service,
	statefulSet,
} from "./_objects.ts";
import { type Misuse, of } from "./_of.ts";

const long = (length: number) => "a".repeat(length);
const env = (variable: object) => deployment({ env: [variable] });
const port = (port: object) => deployment({ ports: [port] });
const limits = (limits: object) => deployment({ resources: { limits } });
const mount = (
	mount: object,
	volumes: unknown[] = [{ name: "v", emptyDir: {} }],
) => deployment({ volumeMounts: [mount] }, { volumes });
const affinity = (term: object) =>
	deployment(
		{},
		{
			affinity: {
				nodeAffinity: {
					preferredDuringSchedulingIgnoredDuringExecution: [
						{ weight: 1, preference: { matchExpressions: [] }, ...term },
					],
				},
			},
		},
	);
const networkPolicy = (ingress: object) => ({
	apiVersion: "networking.k8s.io/v1",
	kind: "NetworkPolicy",
	metadata: { name: "a" },
	spec: { podSelector: {}, ingress: [ingress] },
});

const admissionPolicy = (expression: string) => ({
	apiVersion: "admissionregistration.k8s.io/v1",
	kind: "ValidatingAdmissionPolicy",
	metadata: { name: "a" },
	spec: {
		matchConstraints: {
			resourceRules: [
				{
					apiGroups: ["apps"],
					apiVersions: ["v1"],
					operations: ["CREATE"],
					resources: ["deployments"],
				},
			],
		},
		validations: [{ expression }],
	},
});

/** Mistakes in objects. */
export const misuses: readonly Misuse[] = [
	...dependentMisuses,
	...of("unknown-kind", {
		"a misspelt kind": { ...deployment({}), kind: "Deploymnet" },
		"a removed version": {
			...ingress({}),
			apiVersion: "extensions/v1beta1",
		},
		"a group without its version": { ...deployment({}), apiVersion: "apps" },
	}),
	...of("unknown-field", {
		"a misspelt field of a container": deployment({ imagePulPolicy: "Always" }),
		"a misspelt field of a spec": deployment({}, {}, { replicsa: 2 }),
		"a field of a pod on its Deployment": deployment({}, {}, { volumes: [] }),
		"a misspelt top-level field": { ...configMap({}), dta: {} },
	}),
	...of("wrong-type", {
		"a number as the value of a variable": env({ name: "A", value: 1 }),
		"a number in a ConfigMap": configMap({}, { port: 80 }),
		"a boolean as a string": deployment({}, { hostNetwork: "true" }),
		"a fractional replica": deployment({}, {}, { replicas: 1.5 }),
		"a string as a number": deployment({}, {}, { replicas: "two" }),
		"an object as a list": deployment({ args: { a: "b" } }),
		"a number as a label": configMap({ labels: { version: 1 } }),
	}),
	...of("missing-field", {
		"a container without an image": deployment({ image: undefined }),
		"a container without a name": deployment({ name: undefined }),
		"a Service without ports": service({ ports: [] }),
		"two unnamed ports": service({ ports: [{ port: 80 }, { port: 81 }] }),
		"a role without verbs": role({ verbs: [] }),
		"a role without API groups": role({ apiGroups: undefined }),
		"a claim without a size": claim("1Gi", { resources: undefined }),
		"a claim without an access mode": claim("1Gi", { accessModes: [] }),
		"In without values": deployment(
			{},
			{},
			{
				selector: {
					matchLabels: { app: "a" },
					matchExpressions: [{ key: "app", operator: "In" }],
				},
			},
		),
		"a toleration without a key": deployment(
			{},
			{ tolerations: [{ value: "a" }] },
		),
	}),
	...of("duplicate-entry", {
		"a repeated variable": deployment({ env: [{ name: "A" }, { name: "A" }] }),
		"a repeated port of a Service": service({
			ports: [
				{ name: "a", port: 80 },
				{ name: "b", port: 80 },
			],
		}),
		"a repeated port, once with the default protocol": service({
			ports: [
				{ name: "a", port: 80 },
				{ name: "b", port: 80, protocol: "TCP" },
			],
		}),
		"a repeated container name": deployment(
			{},
			{
				containers: [
					{ name: "c", image: "i:1" },
					{ name: "c", image: "i:2" },
				],
			},
		),
		"a repeated port name": deployment({
			ports: [
				{ name: "a", containerPort: 80 },
				{ name: "a", containerPort: 81 },
			],
		}),
		"a repeated mount path": deployment(
			{
				volumeMounts: [
					{ name: "v", mountPath: "/a" },
					{ name: "v", mountPath: "/a" },
				],
			},
			{ volumes: [{ name: "v", emptyDir: {} }] },
		),
	}),
	...of("invalid-name", {
		"upper case in a name": configMap({ name: "A" }),
		"an underscore in a name": configMap({ name: "a_b" }),
		"two dots in a name": configMap({ name: "a..b" }),
		"a name of 254 characters": configMap({ name: long(254) }),
		"a namespace with a dot": {
			apiVersion: "v1",
			kind: "Namespace",
			metadata: { name: "a.b" },
		},
		"a namespace of 64 characters": {
			apiVersion: "v1",
			kind: "Namespace",
			metadata: { name: long(64) },
		},
		"a Service that starts with a digit": service({}, { name: "1a" }),
		"a Service of 64 characters": service({}, { name: long(64) }),
		"a StatefulSet with a dot": statefulSet({ name: "a.b" }),
		"a StatefulSet of 64 characters": statefulSet({ name: long(64) }),
		"a CronJob of 53 characters": cronJob("* * * * *", { name: long(53) }),
		"a Job of 64 characters": jobOf({}, { name: long(64) }),
		"a key with a slash": configMap({}, { "a/b": "c" }),
		"a key of two dots": configMap({}, { "..": "c" }),
		"a label value with a slash": configMap({ labels: { a: "b/c" } }),
		"a label value of 64 characters": configMap({ labels: { a: long(64) } }),
		"a label value that ends with a dash": configMap({ labels: { a: "b-" } }),
		"a label with two slashes": configMap({ labels: { "a/b/c": "a" } }),
		"a label prefix in upper case": configMap({
			labels: { "A.org/x": "a" },
		}),
		"an annotation with a space": configMap({ annotations: { "a b": "c" } }),
		"a selector value with a slash": service({ selector: { a: "b/c" } }),
		"a node selector value with a slash": deployment(
			{},
			{ nodeSelector: { a: "b/c" } },
		),
		"a container name in upper case": deployment({ name: "C" }),
		"a volume name in upper case": deployment(
			{},
			{ volumes: [{ name: "V", emptyDir: {} }] },
		),
		"a port name of 16 characters": port({ name: long(16), containerPort: 80 }),
		"a port name in upper case": port({ name: "Http", containerPort: 80 }),
		"a port name of digits": port({ name: "80", containerPort: 80 }),
		"a port name with two dashes": port({ name: "a--b", containerPort: 80 }),
		"a target port name of 16 characters": service({
			ports: [{ port: 80, targetPort: long(16) }],
		}),
		"a Service port name of 64 characters": service({
			ports: [{ name: long(64), port: 80 }],
		}),
		"a variable with =": env({ name: "a=b", value: "c" }),
		"a variable without a name": env({ name: "", value: "c" }),
		"an unknown resource": limits({ memry: "1Gi" }),
		"a host in upper case": ingress({ host: "A.org" }),
		"a host with a port": ingress({ host: "a.org:80" }),
		"an IP address as a host": ingress({ host: "10.0.0.1" }),
		"a host with a scheme": ingress({ host: "https://a.org" }),
		"a search domain with two dots": deployment(
			{},
			{ dnsConfig: { searches: ["a..b"] } },
		),
		"a provisioner with a space": {
			apiVersion: "storage.k8s.io/v1",
			kind: "StorageClass",
			metadata: { name: "a" },
			provisioner: "a b",
		},
	}),
	...of(
		"invalid-name",
		{ "a StatefulSet of 53 characters": statefulSet({ name: long(53) }) },
		"its controller labels pods with a revision that is too long",
	),
	...of("invalid-value", {
		"an enum value in lower case": deployment({ imagePullPolicy: "always" }),
		"an unknown path type": {
			...ingress({}),
			spec: {
				rules: [
					{
						http: {
							paths: [
								{
									path: "/",
									pathType: "prefix",
									backend: { service: { name: "a", port: { number: 80 } } },
								},
							],
						},
					},
				],
			},
		},
		"memory in GB": limits({ memory: "1GB" }),
		"negative memory": limits({ memory: "-1" }),
		"a fractional device": limits({ "nvidia.com/gpu": "500m" }),
		"a request above the limit": deployment({
			resources: { requests: { memory: "2Gi" }, limits: { memory: "1Gi" } },
		}),
		"a claim of size 0": claim("0"),
		"port 0": port({ containerPort: 0 }),
		"port 65536": port({ containerPort: 65_536 }),
		"port 99999 of a Service": service({ ports: [{ port: 99_999 }] }),
		"a node port of a ClusterIP Service": service({
			ports: [{ port: 80, nodePort: 30_080 }],
		}),
		"port 0 of a probe": deployment({
			readinessProbe: { tcpSocket: { port: 0 } },
		}),
		"a probe without an action": deployment({
			readinessProbe: { periodSeconds: 1 },
		}),
		"a probe with two actions": deployment({
			readinessProbe: { tcpSocket: { port: 80 }, exec: { command: ["a"] } },
		}),
		"a variable with two values": env({
			name: "a",
			value: "b",
			valueFrom: { fieldRef: { fieldPath: "metadata.name" } },
		}),
		"negative replicas": deployment({}, {}, { replicas: -1 }),
		"a Deployment that never restarts": deployment(
			{},
			{ restartPolicy: "Never" },
		),
		"a Job that always restarts": jobOf({ restartPolicy: "Always" }),
		"a volume with two sources": deployment(
			{},
			{
				volumes: [{ name: "v", emptyDir: {}, configMap: { name: "a" } }],
			},
		),
		"an absolute subPath": mount({
			name: "v",
			mountPath: "/a",
			subPath: "/b",
		}),
		"a weight of 0": affinity({ weight: 0 }),
		"Exists with values": affinity({
			preference: {
				matchExpressions: [{ key: "a", operator: "Exists", values: ["b"] }],
			},
		}),
		"a toleration with Exists and a value": deployment(
			{},
			{
				tolerations: [{ key: "a", operator: "Exists", value: "b" }],
			},
		),
		"a relative path in an Ingress": ingress({ path: "a" }),
		"an Ingress with both name and number of a port": ingress({
			port: { name: "a", number: 80 },
		}),
		"an Ingress without a port": ingress({ port: {} }),
		"a network without a prefix length": networkPolicy({
			from: [{ ipBlock: { cidr: "10.0.0.0" } }],
		}),
		"port 99999 of a NetworkPolicy": networkPolicy({
			ports: [{ port: 99_999 }],
		}),
		...Object.fromEntries(
			[
				"60 * * * *",
				"* * * * 7",
				"* * * *",
				"@reboot",
				"*/0 * * * *",
				"5-1 * * * *",
				"* * * foo *",
				"@every 5",
				"TZ=UTC * * * * *",
			].map((schedule) => [`the schedule ${schedule}`, cronJob(schedule)]),
		),
	}),
	...of(
		"invalid-value",
		{
			"memory in thousandths of a byte": limits({ memory: "512m" }),
			"a fraction of a byte": limits({ memory: "0.5" }),
		},
		"it only warns, and the container gets a single byte",
	),
	...of(
		"invalid-value",
		{
			"node port 80": service({
				type: "NodePort",
				ports: [{ port: 80, nodePort: 80 }],
			}),
		},
		"a dry run does not allocate the port, and only allocation checks the range",
	),
	...of(
		"broken-expression",
		Object.fromEntries(
			[
				"object.spec.replicas <=",
				"object.spec.replicas = 1",
				"has(object.spec.a && true",
				"object.metadata.name.matches('\\d')",
				"object.spec.a ? 1",
				"[1, 2",
				"true and false",
				"true;",
				'"open',
			].map((expression) => [
				`the expression ${expression}`,
				admissionPolicy(expression),
			]),
		),
	),
	...of("invalid-value", {
		"an id that only the API server sets": configMap({ uid: "a" }),
		"managers that only the API server notes": configMap({
			managedFields: [{ manager: "kubectl", operation: "Apply" }],
		}),
	}),
	...of(
		"invalid-value",
		Object.fromEntries(
			["0 0 31 2 *", "0 0 30,31 feb *", "0 0 31 4,6 ?"].map((schedule) => [
				`the schedule ${schedule}`,
				cronJob(schedule),
			]),
		),
		"it never starts",
	),
	...of(
		"invalid-value",
		{
			"a version that only the API server sets": configMap({
				resourceVersion: "1",
			}),
		},
		"only the next deployment conflicts with the version that the object has by then",
	),
	...of(
		"invalid-value",
		{
			"root in spite of runAsNonRoot": deployment(
				{ securityContext: { runAsUser: 0 } },
				{ securityContext: { runAsNonRoot: true } },
			),
			"a capability with CAP_": deployment({
				securityContext: { capabilities: { add: ["CAP_NET_ADMIN"] } },
			}),
			"a capability that Linux lacks": deployment({
				securityContext: { capabilities: { drop: ["NETWORK"] } },
			}),
		},
		"the kubelet or the container runtime refuses to start the container",
	),
	...of(
		"duplicate-entry",
		{
			"two containers on one port": deployment(
				{ ports: [{ containerPort: 80 }] },
				{
					containers: ["c", "d"].map((name) => ({
						...{ name, image: "i:1" },
						ports: [{ containerPort: 80 }],
					})),
				},
			),
		},
		"the second container cannot listen, and stops",
	),
	...of("unknown-volume", {
		"a mount of an unknown volume": mount({ name: "w", mountPath: "/a" }),
	}),
	...of("unmatched-selector", {
		"a selector that does not match the template": deployment(
			{},
			{},
			{
				selector: { matchLabels: { app: "b" } },
			},
		),
		"an empty selector": deployment({}, {}, { selector: {} }),
	}),
];

/** Valid objects that look wrong. */
export const validUses: Readonly<Record<string, Misuse["object"]>> = {
	...dependentValidUses,
	"a name with a dot": configMap({ name: "a.b" }),
	"a name of 253 characters": configMap({ name: long(253) }),
	"an empty label": configMap({ labels: { a: "" } }),
	"an annotation in upper case": configMap({
		annotations: { "A.org/X": "a b/c" },
	}),
	"a role with a colon": role({}, { name: "system:a" }),
	"a StatefulSet of 52 characters": statefulSet({ name: long(52) }),
	"a CronJob of 52 characters": cronJob("* * * * *", { name: long(52) }),
	"a Service port name of 16 characters": service({
		ports: [{ name: long(16), port: 80 }],
	}),
	"a headless Service without ports": service({ clusterIP: "None", ports: [] }),
	"the same port number with two protocols": service({
		ports: [
			{ name: "a", port: 80 },
			{ name: "b", port: 80, protocol: "UDP" },
		],
	}),
	"a variable with a dash": env({ name: "a-b.c", value: "d" }),
	"a wildcard host": ingress({ host: "*.a.org" }),
	"a mount of a volumeClaimTemplate": {
		...statefulSet(
			{},
			{
				template: {
					metadata: { labels: { app: "a" } },
					spec: {
						containers: [
							{
								name: "c",
								image: "i:1",
								volumeMounts: [{ name: "data", mountPath: "/data" }],
							},
						],
					},
				},
				volumeClaimTemplates: [
					{
						metadata: { name: "data" },
						spec: {
							accessModes: ["ReadWriteOnce"],
							resources: { requests: { storage: "1Gi" } },
						},
					},
				],
			},
		),
	},
	"a number as a quantity": limits({ cpu: 2, memory: 1e9 }),
	"a fraction of a core": limits({ cpu: "0.5" }),
	"a percentage": deployment(
		{},
		{},
		{
			strategy: { rollingUpdate: { maxSurge: "25%" } },
		},
	),
	"null instead of a list": deployment({ args: null }),
	...Object.fromEntries(
		[
			"object.spec.replicas <= 5 && !has(object.spec.paused)",
			"object.metadata.name.matches(r'^\\d+$') || object.metadata.name.matches('\\\\d')",
			"object.metadata.?labels[?'a'].orValue('') in ['b', \"c\",] // why",
			"(object.spec.replicas > 1 ? {'a': 1} : {'a': 2u == 2u ? 3 : 4}).a == 3",
			"object.spec.template.spec.containers.all(c, c.image.contains('@'))",
		].map((expression) => [
			`the expression ${expression}`,
			admissionPolicy(expression),
		]),
	),
	"a capability in lower case": deployment({
		securityContext: { capabilities: { drop: ["all"], add: ["net_admin"] } },
	}),
	"root in a container of its own": deployment(
		{ securityContext: { runAsUser: 0, runAsNonRoot: false } },
		{ securityContext: { runAsNonRoot: true } },
	),
	"one port of two protocols": deployment(
		{},
		{
			containers: ["TCP", "UDP"].map((protocol) => ({
				...{ name: protocol.toLowerCase(), image: "i:1" },
				ports: [{ containerPort: 53, protocol }],
			})),
		},
	),
	...Object.fromEntries(
		[
			"*/5,10 * * * *",
			"? * * * sun",
			"1/5 0-23/2 1,15 jan-mar *",
			"@hourly",
			"@every 1h30m",
			"0-59/70 * * * *",
			"0 0 31 1,2,3 *",
			"0 0 31 2 mon",
		].map((schedule) => [`the schedule ${schedule}`, cronJob(schedule)]),
	),
};
